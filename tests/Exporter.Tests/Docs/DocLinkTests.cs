using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Docs;

/// <summary>Links between the pages.</summary>
public sealed class DocLinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_is_there()
    {
        var links = DocPage.All.SelectMany(DocLink.On).ToArray();
        Assert.InRange(links.Length, 100, int.MaxValue);
        Assert.Empty(links.Where(link => !link.Leads()).Select(link => $"{link.From.Name}: {link.Target}"));
    }

    [Fact]
    public void The_index_has_every_page()
    {
        var index = DocPage.Of("docs/index.md");
        var linked = DocLink.On(index).Select(link => link.Target.Split('#')[0]).ToHashSet();
        var pages = DocPage.All.Select(page => Path.GetRelativePath(Path.GetDirectoryName(index.Path)!, page.Path)).ToHashSet();
        pages.ExceptWith([.. linked, "index.md"]);
        Assert.Empty(pages);
    }

    [Fact]
    public void The_readme_leads_to_the_index() =>
        Assert.Contains(DocLink.On(DocPage.Of("README.md")), link => link.Target == "docs/index.md");

    [Theory]
    [InlineData("#a-heading-with-code-and-a-dot", true)]
    [InlineData("#twice", true)]
    [InlineData("#twice-1", true)]
    [InlineData("#twice-2", false)]
    [InlineData("#in-a-block", false)]
    [InlineData("README.md", true)]
    [InlineData("README.md#no-such-heading", false)]
    [InlineData("no-such-page.md", false)]
    public void A_link_that_leads_nowhere_is_found_out(string target, bool leads)
    {
        var page = new DocPage(DocPage.Of("README.md").Path, "# A heading, with `code` and a dot.\n## Twice\n## Twice\n```sh\n# In a block\n```\n");
        Assert.Equal(leads, target[0] == '#' ? DocLink.Anchors(page).Contains(target[1..]) : new DocLink(page, target).Leads());
    }
}
