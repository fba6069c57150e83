using System.Text.Json;

namespace Wattshare.Integration.Dashboards;

/// <summary>One panel.</summary>
/// <param name="Json">All of it.</param>
internal sealed record DashboardPanel(JsonElement Json)
{
    /// <summary>Its number.</summary>
    public int Id => Json.GetProperty("id").GetInt32();

    /// <summary>Its title.</summary>
    public string Title => Json.GetProperty("title").GetString()!;

    /// <summary>Whether it is only a heading.</summary>
    public bool IsRow => Json.GetProperty("type").GetString() == "row";

    /// <summary>Where it is, in cells of which a line has 24.</summary>
    public (int X, int Y, int Width, int Height) Place
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            return (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
        }
    }

    /// <summary>Its queries by the name of their series.</summary>
    public IEnumerable<(string Legend, string Expression)> Queries => IsRow ? [] : Json.GetProperty("targets").EnumerateArray()
        .Select(target => (target.GetProperty("legendFormat").GetString()!, target.GetProperty("expr").GetString()!));

    /// <summary>Whether two panels have a cell in common.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True when they do.</returns>
    public bool Overlaps(DashboardPanel other) =>
        Place.X < other.Place.X + other.Place.Width && other.Place.X < Place.X + Place.Width &&
        Place.Y < other.Place.Y + other.Place.Height && other.Place.Y < Place.Y + Place.Height;
}
