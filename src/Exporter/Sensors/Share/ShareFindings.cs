using System.Globalization;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>Puts the state of the share into words for the person inside the guest.</summary>
/// <param name="root">Where the share is mounted.</param>
/// <param name="heartbeat">Whether the host still writes.</param>
internal sealed class ShareFindings(string root, ShareHeartbeat heartbeat)
{
    private const int MostLooked = 1000;

    /// <summary>Describes one zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="outcome">The outcome of reading it now.</param>
    /// <returns>The finding.</returns>
    public SensorFinding Of(ShareZoneReader zone, ReadOutcome outcome)
    {
        var stale = outcome == ReadOutcome.Ok && heartbeat.IsStale;
        var (message, fix) = stale ? Stale() : Words(zone, outcome);
        var counted = outcome == ReadOutcome.Ok && !stale ? zone.CountsAs : null;
        var said = stale ? ReadOutcome.Failed : outcome;
        return new SensorFinding(ShareSensor.SensorName, zone.Info.Zone, zone.CounterPath, said, zone.Info.Method, counted, message, fix);
    }

    private (string Message, string Fix) Words(ShareZoneReader zone, ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Ok => (Good(zone), ""),
        ReadOutcome.Absent => Waiting(),
        ReadOutcome.Denied => ("This user may not read the share.", "mount the share so that all may read it, or run as root"),
        ReadOutcome.Garbage => ("The file holds no counter.", "on the host: look at the exporter's log; it puts a damaged file right"),
        _ => ("The mounted share reports an error when the counter is read.", $"umount {root} and mount it again"),
    };

    private static string Good(ShareZoneReader zone)
    {
        var component = zone.CountsAs is { } counted ? Components.Name(counted) : "nothing";
        var method = zone.Info.Method switch
        {
            MeasurementMethod.Model => "modelled by the host, not measured",
            MeasurementMethod.Integrated => "from power that the host measures",
            _ => "from an energy counter of the host",
        };
        return $"This machine's share of the host's energy, {method}, counted as {component}; the host has settled idle power.";
    }

    private (string Message, string Fix) Waiting()
    {
        if (HoldsManyMachines())
        {
            return ("The directory holds the shares of several machines, so the root of the share is mounted; it is not used, for a machine must see only its own.",
                "on the host: share <vmshare.path>/<vm> with this guest instead of <vmshare.path>");
        }

        return ("Waiting for the host to publish.",
            $"check the mount: mount -t virtiofs wattshare {root}, "
            + $"or mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=none wattshare {root}; "
            + "on the host: wattshare serve --vmshare.path=DIR, with DIR/<vm> shared with this guest");
    }

    private (string Message, string Fix) Stale()
    {
        var seconds = heartbeat.Silence.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        return ($"The host's exporter is not running: share.json has not been renewed for {seconds} s.", "on the host: systemctl status wattshare");
    }

    private bool HoldsManyMachines()
    {
        try
        {
            return Directory.EnumerateDirectories(root).Take(MostLooked).Any(static path => Directory.Exists(Path.Combine(path, "intel-rapl:0")));
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return false;
        }
    }
}
