using System.CommandLine;
using Wattshare.Fixtures.Simulator;

var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder to keep; give it to wattshare as --path.sysfs." };
var idle = new Option<double>("--idle") { Description = "Watts of all packages when nothing runs.", DefaultValueFactory = _ => 10 };
var max = new Option<double>("--max") { Description = "Watts of all packages when every hardware thread is busy.", DefaultValueFactory = _ => 65 };
var packages = new Option<int>("--packages") { Description = "Number of packages.", DefaultValueFactory = _ => 1 };
var dram = new Option<bool>("--dram") { Description = "A memory zone beside each package." };
var range = new Option<long>("--range") { Description = "Microjoules after which a counter wraps.", DefaultValueFactory = _ => 262_143_328_850 };
var update = new Option<int>("--update") { Description = "Milliseconds after which the counters are renewed.", DefaultValueFactory = _ => 10 };
var nanoseconds = new Option<bool>("--nanoseconds")
{
    Description = $"Follow the scheduler's nanoseconds ({HostCpu.NanosecondsFile}) and not the clock ticks of /proc/stat.",
};
var root = new RootCommand("Keeps a powercap tree whose counters follow the real CPU time of this host.")
{
    directory, idle, max, packages, dram, range, update, nanoseconds,
};

root.SetAction((arguments, cancellation) => RunAsync(
    arguments.GetRequiredValue(directory).FullName,
    new SimulatorOptions
    {
        IdleMicrowatts = (long)(arguments.GetValue(idle) * 1e6),
        MaxMicrowatts = (long)(arguments.GetValue(max) * 1e6),
        Packages = arguments.GetValue(packages),
        Dram = arguments.GetValue(dram),
        MaxRangeMicrojoules = arguments.GetValue(range),
        UpdateInterval = TimeSpan.FromMilliseconds(arguments.GetValue(update)),
        ByNanoseconds = arguments.GetValue(nanoseconds),
    },
    cancellation));
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string directory, SimulatorOptions options, CancellationToken cancellation)
{
    using var simulator = new PowerSimulator(directory, options);
    var commands = new Thread(() => Obey(simulator)) { IsBackground = true, Name = "commands" };
    commands.Start();
    Console.WriteLine($"wattshare --path.sysfs={directory}    (Ctrl-C stops the simulator; it obeys lines with reset, disappear, appear and renewal)");
    while (!cancellation.IsCancellationRequested)
    {
        var before = simulator.Truth;
        await Task.Delay(TimeSpan.FromSeconds(5), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var after = simulator.Truth;
        var seconds = (after.ElapsedNanoseconds - before.ElapsedNanoseconds) / 1e9;
        var watts = (after.PackageMicrojoules - before.PackageMicrojoules) / 1e6 / seconds;
        Console.WriteLine($"{watts:F2} W, {after.IdleMicrojoules / 1e6:F3} J idle, {after.DynamicMicrojoules / 1e6:F3} J by use, {after.Wraps} wraps");
    }

    return 0;
}

static void Obey(PowerSimulator simulator)
{
    while (Console.ReadLine() is { } command)
    {
        switch (command)
        {
            case "reset": simulator.Reset(); break;
            case "disappear": simulator.Disappear(); break;
            case "appear": simulator.Appear(); break;
            case "renewal": Console.WriteLine($"renewed as every {simulator.TakeRenewalNanoseconds() / 1e6:F3} ms"); break;
            default: Console.WriteLine($"'{command}' is no command"); break;
        }
    }
}
