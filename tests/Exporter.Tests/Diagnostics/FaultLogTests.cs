using System.Globalization;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Exporter.Tests.Diagnostics;

public sealed class FaultLogTests
{
    private readonly FaultProbe _faults = new();

    [Fact]
    public void Who_makes_up_subjects_of_one_kind_silences_no_other()
    {
        for (var i = 0; i < 1_100; i++) _faults.Log.Report(FaultKind.VmUnidentified, i.ToString(CultureInfo.InvariantCulture), "Made up.");
        Assert.Equal((1_100, 1_024), (_faults.Log.Count(FaultKind.VmUnidentified), _faults.Lines.Count));
        _faults.Log.Report(FaultKind.GroupUnreadable, "cpu.stat", "It is unreadable.");
        Assert.Equal("Warning: GroupUnreadable: cpu.stat: It is unreadable.", _faults.Lines[^1]);
    }

    [Fact]
    public void One_that_is_over_makes_room_for_another_of_its_kind()
    {
        for (var i = 0; i < 1_100; i++) _faults.Log.Report(FaultKind.VmUnidentified, i.ToString(CultureInfo.InvariantCulture), "Made up.");
        _faults.Log.Recovered(FaultKind.VmUnidentified, "1023");
        _faults.Log.Report(FaultKind.VmUnidentified, "another", "It is there.");
        Assert.Equal(["Information: VmUnidentified: 1023: recovered", "Warning: VmUnidentified: another: It is there."], _faults.Lines.Skip(1_024));
        _faults.Log.Recovered(FaultKind.VmUnidentified, "1099");
        Assert.Equal(1_026, _faults.Lines.Count);
    }
}
