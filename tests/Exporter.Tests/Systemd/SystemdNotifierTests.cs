using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Systemd;
using Wattshare.Exporter.Tests.Logging;

namespace Wattshare.Exporter.Tests.Systemd;

public class SystemdNotifierTests
{
    private readonly ListLogger<SystemdNotifier> _logger = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void States_arrive_one_datagram_each_over_both_kinds_of_socket(bool isAbstract)
    {
        using var systemd = new NotifyReceiver(isAbstract);
        using var notifier = new SystemdNotifier(systemd.Environment, _logger);
        Assert.True(notifier.IsActive);
        notifier.Ready("measuring");
        notifier.Status("größe");
        notifier.Ping();
        notifier.Stopping();
        Assert.Equal("READY=1\nSTATUS=measuring", systemd.Receive());
        Assert.Equal("STATUS=größe", systemd.Receive());
        Assert.Equal("WATCHDOG=1", systemd.Receive());
        Assert.Equal("STOPPING=1", systemd.Receive());
        Assert.True(systemd.IsSilent);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public void A_status_cannot_say_anything_else()
    {
        using var systemd = new NotifyReceiver();
        using var notifier = new SystemdNotifier(systemd.Environment, _logger);
        notifier.Status("a\nSTOPPING=1\r\nMAINPID=1\u001b");
        Assert.Equal("STATUS=a STOPPING=1 MAINPID=1\\u001b", systemd.Receive());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_systemd_nothing_happens(string? address)
    {
        var environment = new Dictionary<string, string>();
        if (address is not null) environment["NOTIFY_SOCKET"] = address;
        using var notifier = new SystemdNotifier(environment, _logger);
        notifier.Ready("x");
        notifier.Ping();
        Assert.False(notifier.IsActive);
        Assert.Empty(_logger.Lines);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("vsock:2:9999")]
    [InlineData("@")]
    [InlineData("/")]
    public void An_address_of_another_kind_is_logged_and_left_alone(string address)
    {
        using var notifier = new SystemdNotifier(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = address }, _logger);
        notifier.Ready("x");
        Assert.False(notifier.IsActive);
        Assert.Equal(
            [(LogLevel.Warning, 110, $"NOTIFY_SOCKET is {address}, which is neither a path nor an abstract socket; systemd is not told anything")],
            _logger.Lines);
    }

    [Fact]
    public void An_address_that_is_too_long_is_no_crash()
    {
        using var notifier = new SystemdNotifier(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = "/" + new string('x', 5_000) }, _logger);
        Assert.False(notifier.IsActive);
        Assert.Single(_logger.Lines);
    }

    [Fact]
    public void A_socket_that_is_gone_is_logged_once()
    {
        var systemd = new NotifyReceiver();
        using var notifier = new SystemdNotifier(systemd.Environment, _logger);
        systemd.Dispose();
        notifier.Ready("x");
        notifier.Ping();
        notifier.Stopping();
        var line = Assert.Single(_logger.Lines);
        Assert.Equal((LogLevel.Warning, 111), (line.Level, line.Id));
    }

    [Fact]
    public void A_systemd_that_does_not_listen_blocks_nobody()
    {
        using var systemd = new NotifyReceiver();
        using var notifier = new SystemdNotifier(systemd.Environment, _logger);
        for (var i = 0; i < 100_000 && _logger.Lines.Count == 0; i++) notifier.Ping();
        Assert.Equal("systemd could not be told how the program is (WouldBlock); it is tried again each time", Assert.Single(_logger.Texts));
    }

    [Fact]
    public void After_its_end_it_is_silent()
    {
        using var systemd = new NotifyReceiver();
        var notifier = new SystemdNotifier(systemd.Environment, _logger);
        notifier.Dispose();
        notifier.Ping();
        Assert.True(systemd.IsSilent);
    }
}
