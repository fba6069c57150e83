using System.Globalization;

namespace Wattshare.VmShare.Native;

/// <summary>Error numbers of Linux (errno(3)), the ones that the share meets. 0 stands for success everywhere in this library.</summary>
internal static class Errno
{
    public const int Success = 0;
    public const int NotPermitted = 1;
    public const int NotThere = 2;
    public const int InputOutput = 5;
    public const int TryAgain = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int BadAddress = 14;
    public const int Exists = 17;
    public const int NotFolder = 20;
    public const int IsFolder = 21;
    public const int Invalid = 22;
    public const int TooManyInSystem = 23;
    public const int TooMany = 24;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NotEmpty = 39;
    public const int LinkLoop = 40;
    public const int Stale = 116;
    public const int OverQuota = 122;

    /// <summary>The name that the manual pages use.</summary>
    /// <param name="error">An error number.</param>
    /// <returns>For example <c>ENOSPC</c>.</returns>
    public static string Name(int error) => error switch
    {
        NotPermitted => "EPERM",
        NotThere => "ENOENT",
        InputOutput => "EIO",
        TryAgain => "EAGAIN",
        NoMemory => "ENOMEM",
        AccessDenied => "EACCES",
        BadAddress => "EFAULT",
        Exists => "EEXIST",
        NotFolder => "ENOTDIR",
        IsFolder => "EISDIR",
        Invalid => "EINVAL",
        TooManyInSystem => "ENFILE",
        TooMany => "EMFILE",
        NoSpace => "ENOSPC",
        ReadOnlyFileSystem => "EROFS",
        NotEmpty => "ENOTEMPTY",
        LinkLoop => "ELOOP",
        Stale => "ESTALE",
        OverQuota => "EDQUOT",
        _ => "errno " + error.ToString(CultureInfo.InvariantCulture),
    };
}
