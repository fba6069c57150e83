namespace Wattshare.Exporter.Web.Access;

/// <summary>What came of a password.</summary>
internal enum PasswordVerdict
{
    /// <summary>It is not the user's, or there is no such user.</summary>
    Wrong,

    /// <summary>It is the user's.</summary>
    Right,

    /// <summary>Too many others wait; nothing was computed.</summary>
    Busy,
}
