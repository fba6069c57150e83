using System.Globalization;
using Wattshare.ShareStress;

// Usage: ShareStress ROOT PROGRESS_FILE. Runs until it is killed.
if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("usage: ShareStress ROOT PROGRESS_FILE");
    return 2;
}

using var stress = new Stress(args[0], args[1]);
stress.Run();
Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stopped after {stress.Updates} updates: {stress.Fault}"));
return 1;
