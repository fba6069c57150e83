using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using Wattshare.Benchmarks.Micro;
using Wattshare.Fixtures.Lab;

// In this process: BenchmarkDotNet would otherwise write a project of its own below artifacts, which the rules of this repository's builds do not fit.
// As an option and not as a job, so that --job short replaces the standard job instead of being run beside it.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine(RepositoryPaths.Root, "artifacts", "benchmarks", "micro"));
BenchmarkSwitcher.FromAssembly(typeof(ParseBenchmarks).Assembly).Run([.. args, "--inProcess", "--join"], config);
