namespace Wattshare.VmShare.Tests.Support;

/// <summary>A test that needs a file system of its own; skipped, with the reason, where mounting is refused.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = Mounts.Refusal;
}
