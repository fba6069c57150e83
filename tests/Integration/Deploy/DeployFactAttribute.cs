namespace Wattshare.Integration.Deploy;

/// <summary>A test of what is deployed, with the rule of <see cref="LabFactAttribute"/> where a part is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeployFactAttribute : FactAttribute
{
    public DeployFactAttribute() => Skip = DeployNeeds.Missing;
}
