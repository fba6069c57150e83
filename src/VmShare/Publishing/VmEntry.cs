using Wattshare.Attribution.Reporting;

namespace Wattshare.VmShare.Publishing;

/// <summary>One machine that the writer knows: its account, its directory once it has one, and whether it still lives. One caller.</summary>
/// <param name="account">Its energy.</param>
internal sealed class VmEntry(VmAccount account)
{
    /// <summary>Its energy.</summary>
    public VmAccount Account => account;

    /// <summary>Its directory, or null while it has none.</summary>
    public VmFolder? Folder { get; set; }

    /// <summary>True when the last report had it running.</summary>
    public bool Live { get; private set; }

    /// <summary>When it was first seen to be gone, as a timestamp of the clock.</summary>
    public long EndedAt { get; private set; }

    /// <summary>The report it was last seen in, ended or not.</summary>
    public long SeenIn { get; private set; }

    /// <summary>True while energy of it may be unwritten: it lives, or its last report has not been published yet.</summary>
    public bool NeedsPublishing => Live || account.Package.Pending > 0 || account.Dram.Pending > 0;

    /// <summary>When <c>share.json</c> was last written, or null when it never was.</summary>
    public long? DocumentAt { get; set; }

    /// <summary>Takes the row of a report.</summary>
    /// <param name="row">The row.</param>
    /// <param name="facts">What the report says of the host.</param>
    /// <param name="report">The number of the report.</param>
    /// <param name="now">The timestamp of the clock.</param>
    public void See(VmRow row, in ReportFacts facts, long report, long now)
    {
        account.Advance(row, facts.Package);
        SeenIn = report;
        if (!row.Ended) Live = true;
        else End(now);
    }

    /// <summary>Notes that a report does not know the machine any more.</summary>
    /// <param name="now">The timestamp of the clock.</param>
    public void Miss(long now)
    {
        account.ExpectNewRow();
        End(now);
    }

    /// <summary>Lets go of the directory; what it shows stays. The next one is filled, document first, when the machine gets it.</summary>
    public void LeaveFolder()
    {
        Folder?.Dispose();
        Folder = null;
        DocumentAt = null;
    }

    /// <summary>Notes that the machine is gone.</summary>
    /// <param name="now">The timestamp of the clock.</param>
    public void End(long now)
    {
        if (Live) EndedAt = now;
        Live = false;
    }
}
