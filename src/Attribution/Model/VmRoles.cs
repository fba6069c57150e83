namespace Wattshare.Attribution.Model;

/// <summary>The fixed table of <see cref="VmRole"/> and the names used in labels.</summary>
public static class VmRoles
{
    /// <summary>How many roles there are.</summary>
    public const int Count = 4;

    private static readonly VmRole[] Every = [VmRole.Vcpu, VmRole.Emulator, VmRole.IoThread, VmRole.Vhost];

    /// <summary>Every role, in the order of its value.</summary>
    public static ReadOnlySpan<VmRole> All => Every;

    /// <summary>The value of the label <c>role</c>.</summary>
    /// <param name="role">A defined role.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The role is not a defined one.</exception>
    public static string Name(VmRole role) => role switch
    {
        VmRole.Vcpu => "vcpu",
        VmRole.Emulator => "emulator",
        VmRole.IoThread => "iothread",
        VmRole.Vhost => "vhost",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
