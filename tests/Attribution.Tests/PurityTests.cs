namespace Wattshare.Attribution.Tests;

public sealed class PurityTests
{
    [Fact]
    public void Attribution_references_nothing_but_the_runtime()
    {
        // Input, output, clocks and threads are banned by the compiler (BannedSymbols.txt); other assemblies are banned here.
        var foreign = typeof(Attributor).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Except(["System.Runtime", "System.Collections",
            "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Runtime.InteropServices"]);
        Assert.Empty(foreign);
    }
}
