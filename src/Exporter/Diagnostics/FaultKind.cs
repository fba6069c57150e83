namespace Wattshare.Exporter.Diagnostics;

/// <summary>What can go wrong beside a sensor (sensors have series of their own). The name in snake case is the label <c>kind</c>.</summary>
internal enum FaultKind
{
    /// <summary>A process could not be read, or only in part.</summary>
    ProcessUnreadable,

    /// <summary>A cgroup could not be read, gave no number, or is not the container that its name says.</summary>
    GroupUnreadable,

    /// <summary>The host's CPU time could not be read.</summary>
    CpuTimeUnreadable,

    /// <summary>CPU times of the host, of a group or of a process fell, or rose by more than can be; the step was not counted.</summary>
    CpuTimeImplausible,

    /// <summary>The kernel did not tell which tasks ran, or not all.</summary>
    UsageUnreadable,

    /// <summary>The record of a task that ended was dropped before it could be read.</summary>
    UsageRecordDropped,

    /// <summary>A hypervisor's command line could not be understood.</summary>
    VmUnidentified,

    /// <summary>A container engine did not answer, or not with what it should.</summary>
    EngineUnavailable,

    /// <summary>A directory of the VM share could not be written.</summary>
    ShareUnwritable,

    /// <summary>The state directory could not be read or written; what was learned is learned again after a restart.</summary>
    StateUnusable,

    /// <summary>The machine was suspended; counters of the hardware are a baseline afterwards.</summary>
    HostSuspended,

    /// <summary>A changed web configuration file could not be used; the last valid one stays in force.</summary>
    WebConfigUnusable,

    /// <summary>Somebody came with a wrong name or password.</summary>
    LoginRefused,

    /// <summary>The sampler failed in a way nobody foresaw; the sample was lost and sampling goes on.</summary>
    SampleFailed,

    /// <summary>A task beside the sampler failed in a way nobody foresaw; it was begun again.</summary>
    BackgroundFailed,

    /// <summary>How much memory there is, or is held, or how much traffic it had, could not be read.</summary>
    MemoryUnreadable,

    /// <summary>Nobody could be asked for the names of pods, or not with what was wanted.</summary>
    KubernetesUnavailable,

    /// <summary>A pod was told with names that cannot be, or one too many.</summary>
    PodUnidentified,

    /// <summary>A request over loopback asked for a host that is not this machine.</summary>
    HostRefused,
}
