using System.Globalization;
using System.Text;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Web;

namespace Wattshare.Exporter.Options;

/// <summary>The checks behind the rows of <see cref="OptionCatalog"/>. Each has the shape of <see cref="OptionSetter"/>.</summary>
internal static class OptionSetters
{
    /// <summary>Stores text as it is.</summary>
    /// <param name="store">Where it goes.</param>
    /// <returns>The setter.</returns>
    public static OptionSetter Text(Action<WattshareOptions, string> store) => (options, texts) =>
    {
        store(options, texts[0]);
        return null;
    };

    /// <summary>Stores the path of a file or directory. Whether it exists is another question, asked where it is used.</summary>
    /// <param name="store">Where it goes.</param>
    /// <returns>The setter.</returns>
    public static OptionSetter Path(Action<WattshareOptions, string> store) => (options, texts) =>
    {
        if (texts[0].Contains('\0', StringComparison.Ordinal)) return $"{Printable.Quote(texts[0])} is not a path";
        store(options, texts[0]);
        return null;
    };

    /// <summary>Stores one of a few words.</summary>
    /// <typeparam name="T">What the words mean.</typeparam>
    /// <param name="words">Each word and its meaning, in the order in which a fault names them.</param>
    /// <param name="store">Where it goes.</param>
    /// <returns>The setter.</returns>
    public static OptionSetter Word<T>(IReadOnlyList<(string Word, T Value)> words, Action<WattshareOptions, T> store) => (options, texts) =>
    {
        foreach (var (word, value) in words)
        {
            if (word != texts[0]) continue;
            store(options, value);
            return null;
        }

        return $"{Printable.Quote(texts[0])} is not one of {string.Join(", ", words.Select(word => word.Word))}";
    };

    /// <summary>An option whose name is reserved.</summary>
    /// <param name="options">Untouched.</param>
    /// <param name="texts">Not looked at.</param>
    /// <returns>Always a fault.</returns>
    public static string? NotInThisVersion(WattshareOptions options, IReadOnlyList<string> texts) => "is not in this version";

    /// <summary>One item of <c>--web.listen-address</c>.</summary>
    /// <param name="options">Not looked at.</param>
    /// <param name="text">The address.</param>
    /// <returns>A fault or null.</returns>
    public static string? ListenAddressFault(WattshareOptions options, string text) =>
        ListenAddress.TryParse(text, out _, out var error) ? null : Printable.Clean(error!);

    /// <summary><c>--web.listen-address</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The addresses.</param>
    /// <returns>A fault or null.</returns>
    public static string? ListenAddresses(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (TwiceNamed(texts) is { } twice) return $"{twice} is given twice";
        options.Web.ListenAddresses = texts;
        return null;
    }

    /// <summary><c>--web.telemetry-path</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The path.</param>
    /// <returns>A fault or null.</returns>
    public static string? TelemetryPath(WattshareOptions options, IReadOnlyList<string> texts)
    {
        var path = texts[0];
        if (Web.TelemetryPath.Fault(path) is { } fault) return Printable.Clean(fault);
        options.Web.TelemetryPath = path;
        return null;
    }

    /// <summary><c>--sample.interval</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The duration.</param>
    /// <returns>A fault or null.</returns>
    public static string? SampleInterval(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (!Duration.TryParse(texts[0], out var interval))
            return $"{Printable.Quote(texts[0])} is not a duration such as 500ms, 1s or 2m";
        if (interval < SampleOptions.Shortest || interval > SampleOptions.Longest)
            return $"{texts[0]} is not between {Duration.Format(SampleOptions.Shortest)} and 60s";
        options.Sample.Interval = interval;
        return null;
    }

    /// <summary>One item of <c>--sensors</c>.</summary>
    /// <param name="options">The settings; the command decides which sensors there are.</param>
    /// <param name="text">The name.</param>
    /// <returns>A fault or null.</returns>
    public static string? SensorFault(WattshareOptions options, string text)
    {
        if (text == SensorNames.Auto) return null;
        var known = string.Join(", ", SensorNames.Known);
        if (SensorNames.Reserved.Contains(text)) return $"{text} is not in this version; use auto, {known}";
        if (!SensorNames.Known.Contains(text)) return $"{Printable.Quote(text)} is not one of auto, {known}";
        return text == SensorNames.Share && options.Command == CommandKind.Serve
            ? "share is a sensor of wattshare guest, not of wattshare serve"
            : null;
    }

    /// <summary><c>--sensors</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The names.</param>
    /// <returns>A fault or null; nothing is stored with one.</returns>
    public static string? Sensors(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (texts is [SensorNames.Auto])
        {
            options.Sensors = SensorNames.AutoFor(options.Command);
            return null;
        }

        if (texts.Contains(SensorNames.Auto)) return "auto stands alone; it cannot be combined with other sensors";
        if (TwiceNamed(texts) is { } twice) return $"{twice} is named twice";
        if (texts.Contains(SensorNames.Model) && texts[^1] != SensorNames.Model) return "model must be the last: it stands in where no counter can be read";
        options.Sensors = texts;
        return null;
    }

    /// <summary><c>--kubernetes.node</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The name.</param>
    /// <returns>A fault or null.</returns>
    public static string? KubernetesNode(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (!KubernetesName.TryParseSubdomain(Encoding.UTF8.GetBytes(texts[0]), out var node))
            return $"{Printable.Quote(texts[0])} is not the name of a node: small letters, digits, dashes and dots";
        options.Kubernetes.Node = node;
        return null;
    }

    /// <summary><c>--model.cpu-watts</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">Idle and full-load watts with a comma between.</param>
    /// <returns>A fault or null.</returns>
    public static string? ModelCpuWatts(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (!ModelParameters.TryParse(texts[0], out var parameters, out var error)) return Printable.Clean(error);
        options.Model.Parameters = parameters;
        return null;
    }

    /// <summary><c>--attribution.idle-watts</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">Watts.</param>
    /// <returns>A fault or null.</returns>
    public static string? IdleWatts(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (!Watts.TryParse(texts[0], out var microwatts)) return $"{Printable.Quote(texts[0])} is not watts such as 42 or 42.5";
        options.Attribution.IdleMicrowatts = microwatts;
        return null;
    }

    /// <summary><c>--uncertainty.update</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">The duration.</param>
    /// <returns>A fault or null.</returns>
    public static string? UncertaintyUpdate(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (!Duration.TryParse(texts[0], out var update)) return $"{Printable.Quote(texts[0])} is not a duration such as 1ms or 1s";
        if (update < SampleOptions.Shortest || update > SampleOptions.Longest) return $"{texts[0]} is not between 1ms and 60s";
        options.Uncertainty = options.Uncertainty with { UpdateNanoseconds = update.Ticks * 100 };
        return null;
    }

    /// <summary><c>--metrics.processes</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">A number, or <c>all</c>.</param>
    /// <returns>A fault or null.</returns>
    public static string? MetricsProcesses(WattshareOptions options, IReadOnlyList<string> texts)
    {
        var count = MetricsOptions.AllProcesses;
        if (texts[0] != "all" && !int.TryParse(texts[0], NumberStyles.None, CultureInfo.InvariantCulture, out count))
            return $"{Printable.Quote(texts[0])} is not a number of processes, 0 or all";
        options.Metrics.Processes = count;
        return null;
    }

    /// <summary><c>--explain</c>.</summary>
    /// <param name="options">The settings; the option belongs to one command.</param>
    /// <param name="texts">The target.</param>
    /// <returns>A fault or null.</returns>
    public static string? Explain(WattshareOptions options, IReadOnlyList<string> texts)
    {
        if (options.Command != CommandKind.Check) return $"is an option of wattshare check, not of wattshare {CommandCatalog.Of(options.Command).Name}";
        if (!TargetName.TryParse(texts[0], out var name, out var fault)) return fault;
        options.Check.Explain = name;
        return null;
    }

    private static string? TwiceNamed(IReadOnlyList<string> texts) =>
        texts.GroupBy(text => text, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
}
