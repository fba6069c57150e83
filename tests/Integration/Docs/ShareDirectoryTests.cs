using System.Text.RegularExpressions;
using Wattshare.Fixtures;

namespace Wattshare.Integration.Docs;

/// <summary>The directory of a guest has to be there before the guest, after each boot, and be the exporter's own; and the guest has to be the same one at each start.</summary>
public sealed partial class ShareDirectoryTests
{
    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_makes_one_that_is_roots_or_gives_a_machine_another_identity_at_each_start(string name) =>
        Assert.DoesNotContain(DocPage.Of(name).Text.Split('\n'), line => RootsOwn().IsMatch(line) || line.Contains("$(uuidgen)", StringComparison.Ordinal));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/install.md")]
    [InlineData("docs/hypervisors.md")]
    public void Pages_for_hosts_let_systemd_make_it_at_every_boot(string name) =>
        Assert.Contains("sudo systemd-tmpfiles --create /etc/tmpfiles.d/wattshare-share.conf", DocPage.Of(name).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("sudo mkdir -p /run/wattshare/web", true)]
    [InlineData("    mkdir -p DIR/web", true)]
    [InlineData("mount -t tmpfs -o size=16m,mode=0755 wattshare /run/wattshare", true)]
    [InlineData("sudo mkdir -p /run/wattshare-ro/web", false)]
    [InlineData("mount -t tmpfs -o size=16m,uid=wattshare,gid=wattshare wattshare /run/wattshare", false)]
    public void What_is_roots_is_found_out(string line, bool roots) => Assert.Equal(roots, RootsOwn().IsMatch(line));

    [GeneratedRegex(@"mkdir .*(?:/run/wattshare|\bDIR)(?:/|$)|-t tmpfs (?!.*uid=).*/run/wattshare")]
    private static partial Regex RootsOwn();
}
