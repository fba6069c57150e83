using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Wattshare.Exporter.Options;

/// <summary>
/// Whom <c>wattshare check --explain</c> is asked about: a plain text that anything may match, or with a prefix that says which
/// property is meant. Names come from guests and engines, which may name themselves like others: each prefix means one property only.
/// </summary>
/// <param name="Kind">What is to match.</param>
/// <param name="Text">The text without the prefix.</param>
internal sealed record TargetName(TargetNameKind Kind, string Text)
{
    /// <summary>No name that is worth typing is longer.</summary>
    public const int MaxLength = 256;

    private static readonly (string Prefix, TargetNameKind Kind)[] Prefixes =
    [
        ("vm:", TargetNameKind.VmName),
        ("uuid:", TargetNameKind.VmUuid),
        ("container:", TargetNameKind.ContainerName),
        ("id:", TargetNameKind.ContainerId),
        ("pid:", TargetNameKind.Pid),
    ];

    /// <summary>The process id that the text is, or null.</summary>
    public int? Pid => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">What was written, not empty.</param>
    /// <param name="name">The name.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>False when nothing can ever match it.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetName? name, [NotNullWhen(false)] out string? fault)
    {
        var (prefix, kind) = Array.Find(Prefixes, entry => text.StartsWith(entry.Prefix, StringComparison.Ordinal));
        name = new TargetName(kind, text[(prefix?.Length ?? 0)..]);
        fault = name.Fault();
        if (fault is null) return true;
        name = null;
        return false;
    }

    private string? Fault()
    {
        if (Text.Length is 0 or > MaxLength) return $"a name has 1 to {MaxLength} characters";
        return Kind == TargetNameKind.Pid && Pid is null ? $"{Printable.Quote(Text)} is not a process id" : null;
    }
}
