namespace Wattshare.Integration;

/// <summary>
/// A test with real parts. Where a part is missing (a developer's machine without root) the test is skipped and says why; with
/// <c>CI</c> or <c>LAB_REQUIRED</c> set it runs and fails instead, so that a pass can be believed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabTheoryAttribute : TheoryAttribute
{
    public LabTheoryAttribute() => Skip = LabNeeds.Missing;
}
