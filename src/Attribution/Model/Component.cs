namespace Wattshare.Attribution.Model;

/// <summary>The parts of a machine that energy is counted for. They never overlap.</summary>
public enum Component
{
    /// <summary>The processor packages without memory: cores, caches, integrated graphics.</summary>
    Cpu = 0,

    /// <summary>Memory, where it is measured beside the packages.</summary>
    Dram = 1,

    /// <summary>Graphics and accelerator boards.</summary>
    Gpu = 2,

    /// <summary>What a whole-machine meter shows beyond the other components; all of it where that meter is the only one.</summary>
    Platform = 3,
}
