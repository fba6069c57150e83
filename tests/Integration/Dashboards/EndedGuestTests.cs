using System.Text.Json;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Dashboards;

/// <summary>
/// Dashboards over an hour in which a guest that had an exporter of its own stopped: its energy is in the window, and nothing says any more
/// at the end what it was. It is its host's, and counts once.
/// </summary>
public sealed class EndedGuestTests
{
    /// <summary>A hypervisor of 100 W, and a guest on it that says 50 of them again until it stops at 50 minutes.</summary>
    private const string Series = """
            - {series: 'wattshare_sensor_info{job="w", instance="a", sensor="rapl", zone="package-0", component="cpu", method="counter", perimeter="cpu_package"}', values: '1x60'}
            - {series: 'wattshare_host_energy_joules_total{job="w", instance="a", component="cpu"}', values: '0+6000x60'}
            - {series: 'wattshare_idle_energy_joules_total{job="w", instance="a", component="cpu"}', values: '0+600x60'}
            - {series: 'wattshare_unattributed_energy_joules_total{job="w", instance="a", component="cpu", reason="skew"}', values: '0+60x60'}
            - {series: 'wattshare_vm_energy_joules_total{job="w", instance="a", vm="web", uuid="1", component="cpu", mode="active"}', values: '0+3000x60'}
            - {series: 'wattshare_vm_power_watts{job="w", instance="a", vm="web", uuid="1", component="cpu"}', values: '50x50 stale'}
            - {series: 'wattshare_container_energy_joules_total{job="w", instance="a", container="registry", container_id="5", namespace="", pod="", component="cpu", mode="active"}', values: '0+1200x60'}
            - {series: 'wattshare_sensor_info{job="w", instance="guest", sensor="share", zone="package-0", component="cpu", method="model", perimeter="vm_share"}', values: '1x50 stale'}
            - {series: 'wattshare_host_energy_joules_total{job="w", instance="guest", component="cpu"}', values: '0+3000x50 stale'}
            - {series: 'wattshare_idle_energy_joules_total{job="w", instance="guest", component="cpu"}', values: '0+900x50 stale'}
            - {series: 'wattshare_unattributed_energy_joules_total{job="w", instance="guest", component="cpu", reason="skew"}', values: '0+300x50 stale'}
            - {series: 'wattshare_vm_energy_joules_total{job="w", instance="guest", vm="nested", uuid="2", component="cpu", mode="active"}', values: '0+300x50 stale'}
            - {series: 'wattshare_container_energy_joules_total{job="w", instance="guest", container="app", container_id="9", namespace="shop", pod="app-1", component="cpu", mode="active"}', values: '0+900x50 stale'}
        """;

    [LabTheory]
    [InlineData("fleet", "Energy", 0, "{}", 360000)]
    [InlineData("fleet", "Idle that nobody carries", 0, "{}", 0.1)]
    [InlineData("fleet", "Power by host", 0, "{instance=\"a\"}", 100)]
    [InlineData("fleet", "Where the power goes", 0, "{}", 50)]
    [InlineData("fleet", "Where the power goes", 2, "{}", 20)]
    [InlineData("fleet", "Where the power goes", 7, "{}", 100)]
    [InlineData("fleet", "Power by component", 0, "{component=\"cpu\"}", 100)]
    [InlineData("fleet", "Hosts", 0, "{instance=\"a\"}", 100)]
    [InlineData("fleet", "Hosts", 1, "{instance=\"a\"}", 360000)]
    [InlineData("fleet", "Hosts", 4, "{instance=\"a\"}", 0.01)]
    [InlineData("fleet", "VMs", 0, "{vm=\"web\", instance=\"a\"}", 50)]
    [InlineData("fleet", "Namespaces", 0, "{namespace=\"(none)\"}", 20)]
    [InlineData("containers", "Share of the hosts", 0, "{}", 0.2)]
    [InlineData("quality", "Unattributed", 0, "{}", 0.01)]
    [InlineData("quality", "Unattributed, by reason", 0, "{reason=\"skew\"}", 0.01)]
    public Task It_counts_once(string board, string panel, int query, string labels, double value) =>
        ExpectAsync(board, panel, query, new("15m", "1h", "a"), "1h", labels, value);

    [LabTheory]
    [InlineData("containers", "Share of the hosts", 0.3)]
    [InlineData("quality", "Unattributed", 0.1)]
    public Task Alone_it_is_shown_as_the_host_of_its_own(string board, string panel, double value) =>
        ExpectAsync(board, panel, 0, new("15m", "50m", "guest", "guest"), "50m", "{}", value);

    [LabFact]
    public Task A_guest_of_a_host_that_is_modelled_is_no_modelled_host() =>
        ExpectAsync("fleet", "Modelled hosts", 0, new("15m", "30m", "a"), "30m", "{}", 0);

    [LabFact]
    public Task A_machine_that_stopped_had_a_host() =>
        ExpectAsync("vm", "Share of the hosts", 0, new("15m", "1h", "a", Vms: "web"), "1h", "{}", 0.5);

    private static async Task ExpectAsync(string board, string panel, int query, GrafanaVariables variables, string at, string labels, double value)
    {
        var expression = variables.Fill(Dashboard.Load(board).Panel(panel).Queries.ElementAt(query).Expression);
        using var directory = new LabDirectory("panel");
        var file = directory.At("test.yaml");
        await File.WriteAllTextAsync(file, $$"""
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {{Series}}
                promql_expr_test:
                  - eval_time: {{at}}
                    expr: {{JsonSerializer.Serialize(expression)}}
                    exp_samples:
                      - labels: {{JsonSerializer.Serialize(labels)}}
                        value: {{JsonSerializer.Serialize(value)}}

            """);
        var result = await LabTool.RunAsync("promtool", ["test", "rules", file]);
        Assert.True(result.ExitCode == 0, $"{expression}\n{result.Output}{result.Errors}");
    }
}
