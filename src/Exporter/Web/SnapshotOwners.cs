using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web;

/// <summary>Writes VMs, containers and processes, one object for each row of the report. A null name marks the sum of what was retired.</summary>
internal static class SnapshotOwners
{
    /// <summary>Writes the members <c>vms</c>, <c>containers</c> and <c>processes</c>.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="report">The report.</param>
    public static void Write(Utf8JsonWriter json, PowerReport report)
    {
        json.WriteStartArray("vms"u8);
        foreach (var row in report.Vms) WriteVm(json, report, row);
        json.WriteEndArray();
        json.WriteStartArray("containers"u8);
        foreach (var row in report.Containers) WriteContainer(json, report, row);
        json.WriteEndArray();
        json.WriteStartArray("processes"u8);
        foreach (var row in report.Processes) WriteProcess(json, report, row);
        json.WriteEndArray();
    }

    private static void WriteVm(Utf8JsonWriter json, PowerReport report, VmRow row)
    {
        json.WriteStartObject();
        json.WriteString("vm"u8, row.Vm?.Name);
        json.WriteString("uuid"u8, row.Vm?.Uuid);
        json.WriteString("hypervisor"u8, row.Vm?.Hypervisor);
        WriteKnown(json, "vcpus"u8, row.Vm?.Vcpus ?? 0);
        WriteKnown(json, "pid"u8, row.Vm?.Process.Pid ?? 0);
        json.WriteString("container_id"u8, row.Vm?.Container?.Id);
        WriteShares(json, report, row.Active, row.Idle, row.Ended);
        SnapshotUncertainty.Write(json, "uncertainty"u8, report, row.Uncertainty);
        WriteTimes(json, row.CpuTimes);
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, in VmCpuTimes times)
    {
        json.WriteStartObject("cpu_nanoseconds"u8);
        foreach (var role in VmRoles.All)
            if (times[role] is { } nanoseconds) json.WriteNumber(VmRoles.Name(role), nanoseconds);
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, PowerReport report, ContainerRow row)
    {
        json.WriteStartObject();
        json.WriteString("container"u8, row.Container?.Name);
        json.WriteString("container_id"u8, row.Container?.Id);
        json.WriteString("runtime"u8, row.Container?.Runtime);
        json.WriteString("image"u8, row.Container?.Image);
        json.WriteString("namespace"u8, row.Container?.Namespace);
        json.WriteString("pod"u8, row.Container?.Pod);
        json.WriteString("pod_uid"u8, row.Container?.PodUid);
        WriteShares(json, report, row.Active, row.Idle, row.Ended);
        SnapshotUncertainty.Write(json, "uncertainty"u8, report, row.Uncertainty);
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, PowerReport report, ProcessRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("pid"u8, row.Process.Key.Pid);
        json.WriteNumber("start_ticks"u8, row.Process.Key.StartTicks);
        json.WriteString("command"u8, row.Process.Command);
        json.WriteString("vm"u8, row.Process.OwnerVm?.Name);
        json.WriteString("container_id"u8, row.Process.Container?.Id);
        SnapshotEnergy.Write(json, "active"u8, report, row.Active);
        json.WriteEndObject();
    }

    private static void WriteShares(Utf8JsonWriter json, PowerReport report, EnergyAmount active, EnergyAmount idle, bool ended)
    {
        json.WriteBoolean("ended"u8, ended);
        SnapshotEnergy.Write(json, "active"u8, report, active);
        SnapshotEnergy.Write(json, "idle"u8, report, idle);
    }

    private static void WriteKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, int number)
    {
        if (number > 0) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
