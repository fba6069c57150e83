namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>What <see cref="JsonPieces"/> came to.</summary>
internal enum JsonPiece
{
    /// <summary>An object.</summary>
    Item,

    /// <summary>The end, in a good place.</summary>
    End,

    /// <summary>The end in the middle of something.</summary>
    Torn,

    /// <summary>Something that is no JSON of this form.</summary>
    Garbage,

    /// <summary>More than the limits allow.</summary>
    TooLarge,
}
