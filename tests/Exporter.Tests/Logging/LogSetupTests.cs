using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Logging;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Logging;

[Collection(nameof(ConsoleCollection))]
public partial class LogSetupTests
{
    [Fact]
    public void Text_is_one_line_a_message_with_utc_time_on_stderr()
    {
        var (output, error) = Capture("text", LogLevel.Information, logger => logger.LogWarning(7, "two\nlines"));
        Assert.Equal("", output);
        Assert.Matches(TextLine(), error);
    }

    [Fact]
    public void Json_is_one_object_a_message()
    {
        var (output, error) = Capture("json", LogLevel.Information, logger => logger.LogInformation(8, "two\nlines"));
        Assert.Equal("", output);
        using var json = JsonDocument.Parse(Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("two\nlines", json.RootElement.GetProperty("Message").GetString());
        Assert.Equal(8, json.RootElement.GetProperty("EventId").GetInt32());
        Assert.EndsWith("Z", json.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_lines_begin_with_their_priority()
    {
        var (output, error) = Capture("systemd", LogLevel.Information, logger => logger.LogError(9, "bad"));
        Assert.Equal("", output);
        Assert.Equal("<3>Wattshare.Some[9] bad\n", error);
    }

    [Theory]
    [InlineData(LogLevel.Trace, 5)]
    [InlineData(LogLevel.Debug, 4)]
    [InlineData(LogLevel.Information, 3)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.Error, 1)]
    public void Lower_levels_are_not_written(LogLevel level, int expected)
    {
        var (_, error) = Capture("systemd", level, static logger =>
        {
            foreach (var each in Enum.GetValues<LogLevel>().Where(each => each is not (LogLevel.None or LogLevel.Critical))) logger.Log(each, "x");
        });
        Assert.Equal(expected, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(LogLevel.Information, "")]
    [InlineData(LogLevel.Debug, "<6>Microsoft.AspNetCore[0] request\n")]
    public void The_framework_is_quiet_unless_one_debugs(LogLevel level, string expected)
    {
        var (_, error) = Capture("systemd", level, logger => logger.LogInformation("request"), "Microsoft.AspNetCore");
        Assert.Equal(expected, error);
    }

    private static (string Output, string Error) Capture(string format, LogLevel level, Action<ILogger> log, string category = "Wattshare.Some")
    {
        var (oldOutput, oldError) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            using (var factory = LogSetup.CreateFactory(new LogOptions { Level = level, Format = Enum.Parse<LogFormat>(format, ignoreCase: true) }))
                log(factory.CreateLogger(category));
            return (output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
        }
    }

    [GeneratedRegex("\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z warn: Wattshare\\.Some\\[7\\] two lines\n\\z")]
    private static partial Regex TextLine();
}
