{{/* Names. A name of Kubernetes has at most 63 characters. */}}
{{- define "wattshare.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "wattshare.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "wattshare.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "wattshare.selectorLabels" -}}
app.kubernetes.io/name: {{ include "wattshare.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "wattshare.labels" -}}
{{ include "wattshare.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "wattshare.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "wattshare.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "wattshare.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Who names pods, as the program takes it. */}}
{{- define "wattshare.labelSource" -}}
{{- ternary .Values.kubernetes.labels.source "off" .Values.kubernetes.labels.enabled -}}
{{- end -}}

{{/* Non-empty where the pods use the token of their account. */}}
{{- define "wattshare.usesToken" -}}
{{- if has (include "wattshare.labelSource" .) (list "api" "kubelet") -}}true{{- end -}}
{{- end -}}

{{/* Non-empty where the pods read the names of logs. */}}
{{- define "wattshare.readsPodLogs" -}}
{{- if eq (include "wattshare.labelSource" .) "files" -}}true{{- end -}}
{{- end -}}

{{/* Non-empty where the port speaks TLS. */}}
{{- define "wattshare.tls" -}}
{{- if and .Values.web.configSecret.name .Values.web.configSecret.tls -}}true{{- end -}}
{{- end -}}

{{- define "wattshare.telemetryPath" -}}
{{- dig "web" "telemetry-path" "/metrics" .Values.config -}}
{{- end -}}

{{/* The file of --config.file. */}}
{{- define "wattshare.config" -}}
{{- toYaml .Values.config -}}
{{- end -}}

{{/* The capabilities that the values ask for, one a line. Reading energy_uj needs none: the container is uid 0, who owns it. */}}
{{- define "wattshare.capabilities" -}}
{{- if .Values.virtualMachines.enabled }}
- SYS_PTRACE
{{- end }}
{{- if .Values.bpf.enabled }}
- BPF
- PERFMON
{{- end }}
{{- end -}}

{{/* The AppArmor profile by its short name, as in the annotation of old: unconfined, runtime/default or localhost/NAME. */}}
{{- define "wattshare.appArmor" -}}
{{- $profile := .Values.security.appArmorProfile | default (ternary "Unconfined" "RuntimeDefault" .Values.virtualMachines.enabled) -}}
{{- get (dict "Unconfined" "unconfined" "RuntimeDefault" "runtime/default") $profile | default $profile -}}
{{- end -}}

{{/* Options of a mount of the host that is only read. Kubernetes 1.31 and later can make what is mounted below it read-only as well. */}}
{{- define "wattshare.readOnly" -}}
readOnly: true
{{- if and (ne .Values.security.recursiveReadOnly "Disabled") (semverCompare ">=1.31.0-0" .Capabilities.KubeVersion.Version) }}
recursiveReadOnly: {{ .Values.security.recursiveReadOnly }}
{{- end }}
{{- end -}}

{{/* What is asked by a probe. Takes a list: the root, and the path. A kubelet has no password, so it only connects where one is asked for. */}}
{{- define "wattshare.probe" -}}
{{- $root := index . 0 -}}
{{- if and $root.Values.web.configSecret.name $root.Values.web.configSecret.authentication -}}
tcpSocket:
  port: metrics
{{- else -}}
httpGet:
  path: {{ index . 1 }}
  port: metrics
  {{- if include "wattshare.tls" $root }}
  scheme: HTTPS
  {{- end }}
{{- end -}}
{{- end -}}

{{/* The endpoint of a ServiceMonitor or PodMonitor. Takes a list: the root, and the values of the monitor. */}}
{{- define "wattshare.endpoint" -}}
{{- $root := index . 0 -}}
{{- with index . 1 -}}
port: metrics
path: {{ include "wattshare.telemetryPath" $root }}
{{- if include "wattshare.tls" $root }}
scheme: https
{{- end }}
{{- with .interval }}
interval: {{ . }}
{{- end }}
{{- with .scrapeTimeout }}
scrapeTimeout: {{ . }}
{{- end }}
{{- with .tlsConfig }}
tlsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .basicAuth }}
basicAuth:
  {{- toYaml . | nindent 2 }}
{{- end }}
relabelings:
  - sourceLabels: [__meta_kubernetes_pod_node_name]
    targetLabel: instance
  # They would tell of the exporter's own pod, on every series whose own label is empty.
  - action: labeldrop
    regex: namespace|pod|container|service|endpoint
  {{- with .relabelings }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .metricRelabelings }}
metricRelabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
{{- end -}}
