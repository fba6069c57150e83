namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>The name of a thread and the hardware threads that it may run on, from <c>/proc/PID/task/TID/status</c> (proc_pid_status(5)).</summary>
internal readonly ref struct ThreadStatus
{
    private ThreadStatus(ReadOnlySpan<byte> name, ReadOnlySpan<byte> threads)
    {
        Name = name;
        Threads = threads;
    }

    /// <summary>The comm; what is not printable is escaped, which no name of a virtual processor is.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The list of hardware threads, with the end of its line.</summary>
    public ReadOnlySpan<byte> Threads { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="status">What it says.</param>
    /// <returns>False when it is cut, or without one of the two lines.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ThreadStatus status)
    {
        status = default;
        if (!TryFind(text, "Name:\t"u8, out var name) || !TryFind(text, "Cpus_allowed_list:\t"u8, out var threads)) return false;
        status = new ThreadStatus(name[..^1], threads);
        return true;
    }

    /// <summary>The rest of the first line that begins with a word; a name has no line feed, since the kernel escapes it.</summary>
    private static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (text.StartsWith(word))
            {
                rest = text[word.Length..(end + 1)];
                return true;
            }

            text = text[(end + 1)..];
        }

        return false;
    }
}
