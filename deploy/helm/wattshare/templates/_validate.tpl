{{/*
What values.schema.json cannot say: values that contradict each other. All faults are told at once, a line each.
*/}}
{{- define "wattshare.validate" -}}
{{- $faults := list -}}
{{- $v := .Values -}}
{{- if and $v.serviceMonitor.enabled $v.podMonitor.enabled -}}
{{- $faults = append $faults "serviceMonitor.enabled and podMonitor.enabled: every pod would be scraped twice; choose one" -}}
{{- end -}}
{{- if and $v.serviceMonitor.enabled (not $v.service.enabled) -}}
{{- $faults = append $faults "serviceMonitor.enabled needs service.enabled; podMonitor.enabled does without a Service" -}}
{{- end -}}
{{- if and $v.vmShare.enabled (not $v.vmShare.hostPath) -}}
{{- $faults = append $faults "vmShare.enabled needs vmShare.hostPath, the directory of the node that guests mount" -}}
{{- end -}}
{{- if and $v.vmShare.enabled (not $v.virtualMachines.enabled) -}}
{{- $faults = append $faults "vmShare.enabled needs virtualMachines.enabled: without it no virtual machine is found, and nothing is published" -}}
{{- end -}}
{{- range $key, $path := dict "vmShare.hostPath" $v.vmShare.hostPath "state.hostPath" $v.state.hostPath -}}
{{- if regexMatch "^/+$|(^|/)[.][.]?(/|$)" $path -}}
{{- $faults = append $faults (printf "%s: %s is not a directory of its own below /, without . and .." $key $path) -}}
{{- end -}}
{{- end -}}
{{- if and $v.vmShare.enabled $v.state.hostPath (eq (trimSuffix "/" $v.vmShare.hostPath) (trimSuffix "/" $v.state.hostPath)) -}}
{{- $faults = append $faults "state.hostPath is vmShare.hostPath: guests read the one, the program alone the other" -}}
{{- end -}}
{{- if and (include "wattshare.usesToken" .) (not $v.serviceAccount.create) (not $v.serviceAccount.name) -}}
{{- $faults = append $faults (printf "kubernetes.labels.source %s needs an account of its own: serviceAccount.create, or serviceAccount.name" $v.kubernetes.labels.source) -}}
{{- end -}}
{{- if and $v.gpu.enabled (not $v.gpu.runtimeClassName) -}}
{{- $faults = append $faults "gpu.enabled needs gpu.runtimeClassName" -}}
{{- end -}}
{{- if and $v.networkPolicy.enabled $v.hostNetwork -}}
{{- $faults = append $faults "networkPolicy.enabled and hostNetwork: a NetworkPolicy does not hold for pods in the network of the node" -}}
{{- end -}}
{{- if and $v.networkPolicy.enabled (not $v.networkPolicy.from) -}}
{{- $faults = append $faults "networkPolicy.enabled needs networkPolicy.from: an empty list would let everyone in" -}}
{{- end -}}
{{- if and $v.prometheusRule.enabled (not (or $v.prometheusRule.recording $v.prometheusRule.alerts)) -}}
{{- $faults = append $faults "prometheusRule.enabled needs prometheusRule.recording or prometheusRule.alerts" -}}
{{- end -}}
{{- range $name, $monitor := dict "serviceMonitor" $v.serviceMonitor "podMonitor" $v.podMonitor -}}
{{- if and $monitor.tlsConfig (not (include "wattshare.tls" $)) -}}
{{- $faults = append $faults (printf "%s.tlsConfig needs web.configSecret with tls" $name) -}}
{{- end -}}
{{- if and $monitor.basicAuth (not (and $v.web.configSecret.name $v.web.configSecret.authentication)) -}}
{{- $faults = append $faults (printf "%s.basicAuth needs web.configSecret with authentication" $name) -}}
{{- end -}}
{{- end -}}
{{- range $v.extraArgs -}}
{{- if regexMatch "^--(config[.]file|web[.]listen-address|web[.]config[.]file|path[.][a-z]+|kubernetes[.][a-z]+|vmshare[.]path)(=|$)" . -}}
{{- $faults = append $faults (printf "extraArgs: %s is set by the chart; use its value" .) -}}
{{- end -}}
{{- end -}}
{{- range $v.extraEnv -}}
{{- if regexMatch "^(STATE_DIRECTORY|NODE_NAME|NODE_IP|WATTSHARE_(CONFIG_FILE|WEB_LISTEN_ADDRESS|WEB_CONFIG_FILE|PATH_[A-Z]+|KUBERNETES_[A-Z]+|VMSHARE_PATH))$" .name -}}
{{- $faults = append $faults (printf "extraEnv: %s is set by the chart; use its value" .name) -}}
{{- end -}}
{{- end -}}
{{- $faults = concat $faults (include "wattshare.configFaults" . | fromYamlArray) -}}
{{- if $faults -}}
{{- fail (printf "\n\nThe values of wattshare contradict each other:\n  - %s\n" (join "\n  - " $faults)) -}}
{{- end -}}
{{- end -}}

{{/* Faults in config, as a YAML list. The program would refuse them too, but on every node and after the upgrade. */}}
{{- define "wattshare.configFaults" -}}
{{- $faults := list -}}
{{- $v := .Values -}}
{{- $durations := dict "config.sample.interval" (dig "sample" "interval" "1s" $v.config) "config.uncertainty.update" (dig "uncertainty" "update" "1ms" $v.config) -}}
{{- range $key, $text := $durations -}}
{{- $unit := get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000) (regexFind "[a-z]+$" $text) -}}
{{- $milliseconds := mul (regexFind "^[0-9]+" $text | int64) $unit -}}
{{- if or (lt $milliseconds 1) (gt $milliseconds 60000) -}}
{{- $faults = append $faults (printf "%s: %s is not between 1ms and 60s" $key $text) -}}
{{- end -}}
{{- end -}}
{{- if and (eq (dig "usage" "source" "auto" $v.config) "bpf") (not $v.bpf.enabled) -}}
{{- $faults = append $faults "config.usage.source is bpf, and bpf.enabled is false: the program would not start" -}}
{{- end -}}
{{- $sensors := dig "sensors" "auto" $v.config -}}
{{- if not (kindIs "slice" $sensors) -}}{{- $sensors = splitList "," $sensors -}}{{- end -}}
{{- if and (has "auto" $sensors) (gt (len $sensors) 1) -}}
{{- $faults = append $faults "config.sensors: auto stands alone" -}}
{{- end -}}
{{- if and (has "model" $sensors) (ne (last $sensors) "model") -}}
{{- $faults = append $faults "config.sensors: model must be the last" -}}
{{- end -}}
{{- if has "share" $sensors -}}
{{- $faults = append $faults "config.sensors: share is of wattshare guest, and the chart runs wattshare serve" -}}
{{- end -}}
{{- with dig "model" "cpu-watts" "" $v.config -}}
{{- $watts := splitList "," . -}}
{{- if gt (index $watts 0 | float64) (index $watts 1 | float64) -}}
{{- $faults = append $faults (printf "config.model.cpu-watts: %s has more watts idle than at full load" .) -}}
{{- end -}}
{{- end -}}
{{- toYaml $faults -}}
{{- end -}}
