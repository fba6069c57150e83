namespace Wattshare.Attribution.Model;

/// <summary>What came of reading a counter. Everything but <see cref="Ok"/> is the absence of a value, never a value of zero.</summary>
public enum ReadOutcome
{
    /// <summary>A value was read.</summary>
    Ok = 0,

    /// <summary>The file or device is not there (ENOENT, ENODEV).</summary>
    Absent = 1,

    /// <summary>The kernel refused (EACCES, EPERM).</summary>
    Denied = 2,

    /// <summary>The value is not a number in range: truncated, empty, garbage.</summary>
    Garbage = 3,

    /// <summary>Any other error of the read, for example EIO or EINVAL.</summary>
    Failed = 4,
}
