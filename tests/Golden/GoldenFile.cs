using System.Runtime.CompilerServices;

namespace Wattshare.Golden;

/// <summary>
/// A text that is known to be right, beside the tests. With <c>WATTSHARE_UPDATE_GOLDEN=1</c> it is written anew; the difference is then
/// to be read line by line before it is committed.
/// </summary>
internal static class GoldenFile
{
    public static void AssertEqual(string name, string actual, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "Expected", name);
        if (Environment.GetEnvironmentVariable("WATTSHARE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; make it with WATTSHARE_UPDATE_GOLDEN=1 and read it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
