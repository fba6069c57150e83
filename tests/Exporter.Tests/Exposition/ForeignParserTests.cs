using System.Diagnostics;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>The text as others read it: Prometheus' own linter and the parser of Prometheus' Python client.</summary>
public sealed class ForeignParserTests
{
    private const string Python = "/usr/lib/python3/dist-packages/prometheus_client/openmetrics/parser.py";

    private const string Script =
        """
        import sys
        from prometheus_client.parser import text_string_to_metric_families as text
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
        data = sys.stdin.buffer.read().decode('utf-8')
        families = list((openmetrics if sys.argv[1] == 'openmetrics' else text)(data))
        print(sum(len(f.samples) for f in families))
        """;

    private static readonly PowerReport Hostile = SampleReports.Full() with
    {
        Vms = [SampleReports.Row(SampleReports.NewVm("a\"b\\c\nd\r\t{}é🙂\ud800", "", 1), 5), SampleReports.Row(SampleReports.NewVm(new string('"', 4096), "", 2), 5)],
    };

    [ToolFact("/usr/bin/promtool", "prometheus")]
    public void Promtool_has_nothing_to_say()
    {
        foreach (var report in Reports)
        {
            var (exit, output) = Run("/usr/bin/promtool", Rendering.Text(report), "check", "metrics");
            Assert.Equal("", output);
            Assert.Equal(0, exit);
        }
    }

    [ToolFact(Python, "python3-prometheus-client")]
    public void The_python_client_reads_every_sample_of_both_formats()
    {
        foreach (var report in Reports)
        {
            foreach (var format in Enum.GetValues<ExpositionFormat>())
            {
                var text = Rendering.Text(report, format);
                var (exit, output) = Run("/usr/bin/python3", text, "-c", Script, format == ExpositionFormat.Text ? "text" : "openmetrics");
                Assert.Equal($"{ReferenceParser.Parse(text).Count}\n", output);
                Assert.Equal(0, exit);
            }
        }
    }

    private static PowerReport[] Reports => [PowerReport.Empty, SampleReports.Full(), Hostile];

    private static (int Exit, string Output) Run(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }
}
