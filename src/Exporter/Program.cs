using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Options;

var application = new Application(new CommandConsole(Console.Out, Console.Error), CommandRunners.All());
return await application.RunAsync(args, EnvironmentVariables.Read(), ConfigFile.Read, CancellationToken.None);
