using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Wattshare.Fixtures.Lab;

/// <summary>A terminal without a screen and a keyboard: a test sees what a program draws, and presses its keys.</summary>
public sealed class PseudoTerminal : IDisposable
{
    private const int TermiosSize = 60;

    private readonly int _master;
    private readonly int _slave;
    private readonly string _path;
    private readonly Thread _reader;
    private volatile bool _closing;
    private bool _hungUp;

    /// <summary>Makes a terminal.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    public PseudoTerminal(int width, int height)
    {
        _master = Checked(PtyCalls.OpenMaster(PtyCalls.ReadWrite | PtyCalls.NonBlocking | PtyCalls.CloseOnExec));
        Checked(PtyCalls.Grant(_master));
        Checked(PtyCalls.Unlock(_master));
        Span<byte> name = stackalloc byte[64];
        Checked(PtyCalls.Name(_master, name, (nuint)name.Length));
        _path = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);

        // Held open, so that what the program leaves can be looked at after its end.
        _slave = Checked(PtyCalls.Open(_path, PtyCalls.ReadWrite | PtyCalls.CloseOnExec));
        Screen = new(width, height);
        Resize(width, height);
        _reader = new(Read) { IsBackground = true, Name = "pseudo terminal" };
        _reader.Start();
    }

    /// <summary>What it shows.</summary>
    public TerminalScreen Screen { get; }

    /// <summary>Its modes (termios(3)), to be compared.</summary>
    /// <returns>All of them, as bytes.</returns>
    public byte[] Modes()
    {
        var modes = new byte[TermiosSize];
        Checked(PtyCalls.Modes(_slave, modes));
        return modes;
    }

    /// <summary>Starts the exporter's program with this terminal as its own, as a shell does.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The program, in a session of its own.</returns>
    public LabProcess Start(params string[] arguments) => ExporterProcess.StartProgram(
        new Dictionary<string, string> { ["TERM"] = "xterm-256color" },
        "sh",
        ["-c", "exec setsid --ctty \"$@\" <\"$0\" >\"$0\" 2>&1", _path, RepositoryPaths.BuiltProgram, .. arguments]);

    /// <summary>Presses keys.</summary>
    /// <param name="keys">What they send.</param>
    public void Press(string keys)
    {
        var bytes = Encoding.UTF8.GetBytes(keys);
        Checked((int)PtyCalls.Write(_master, bytes, (nuint)bytes.Length));
    }

    /// <summary>Changes the size, which the kernel tells the program.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    public void Resize(int width, int height)
    {
        Screen.Resize(width, height);
        Checked(PtyCalls.Control(_master, PtyCalls.SetWindowSize, [(ushort)height, (ushort)width, 0, 0]));
    }

    /// <summary>Waits until the screen is as it should be.</summary>
    /// <param name="condition">What should be so.</param>
    /// <param name="what">The same in words.</param>
    /// <returns>A task that ends when it is so.</returns>
    public Task UntilAsync(Func<TerminalScreen, bool> condition, string what) => Poll.UntilAsync(
        () => condition(Screen), TimeSpan.FromSeconds(60), () => $"{what}. The screen: {Screen.State}\n{Screen.Frame}\nEverything: {Screen.Everything.Replace('\e', '^')}");

    /// <summary>Takes the terminal away, as closing its window does.</summary>
    public void HangUp()
    {
        if (_hungUp) return;
        _hungUp = true;
        _closing = true;
        _reader.Join();
        _ = PtyCalls.Close(_slave);
        _ = PtyCalls.Close(_master);
    }

    /// <inheritdoc/>
    public void Dispose() => HangUp();

    private void Read()
    {
        var buffer = new byte[65536];
        while (!_closing)
        {
            var count = PtyCalls.Read(_master, buffer, (nuint)buffer.Length);
            if (count > 0) Screen.Take(buffer.AsSpan(0, (int)count));
            else Thread.Sleep(10);
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
