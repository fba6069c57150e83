using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Tests.Host;

public sealed class QemuCommandLineTests
{
    private const string Uuid = "8f1d2c3b-4a59-4e68-9777-0123456789ab";

    [Theory]
    [InlineData("-name|web", "web")]
    [InlineData("--name|web", "web")]
    [InlineData("-name|guest=web,debug-threads=on", "web")]
    [InlineData("-name|web,debug-threads=on", "web")]
    [InlineData("-name|web,process=qemu:web", "web")]
    [InlineData("-name|process=qemu:web", "")]
    [InlineData("-name|debug-threads=on,guest=web", "web")]
    [InlineData("-name|guest=a,,b,,,,c,debug-threads=on", "a,b,,c")]
    [InlineData("-name|a,,b", "a,b")]
    [InlineData("-name|guest=a=b", "a=b")]
    [InlineData("-name|guest=../../etc", "../../etc")]
    [InlineData("-name|guest=a/b", "a/b")]
    [InlineData("-name|guest=a\nb\u001b", "a\uFFFDb\uFFFD")]
    [InlineData("-name|one|-name|two", "two")]
    [InlineData("-name|guest=one|-name|process=x", "one")]
    [InlineData("-name", "")]
    [InlineData("-name|", "")]
    [InlineData("-name|guest=", "")]
    [InlineData("-name=web", "")]
    [InlineData("-m|64", "")]
    [InlineData("-append|-name evil", "")]
    [InlineData("-append|-name|-m|64", "")]
    [InlineData("-S|-name|web", "web")]
    [InlineData("-serial|-name|web", "web")]
    [InlineData("-kernel|guest=evil|-name|web", "web")]
    [InlineData("-id|109|-name|web,debug-threads=on", "web")]
    [InlineData("-id|109", "109")]
    [InlineData("guest=evil", "")]
    public void The_name_is_the_one_that_qemu_takes(string arguments, string expected) => Assert.Equal(expected, Parse(arguments).Name);

    [Theory]
    [InlineData("-uuid|" + Uuid, Uuid)]
    [InlineData("-uuid|8F1D2C3B-4A59-4E68-9777-0123456789AB", Uuid)]
    [InlineData("-smbios|type=1,uuid=" + Uuid, Uuid)]
    [InlineData("-smbios|uuid=" + Uuid + ",type=1,serial=a,,b", Uuid)]
    [InlineData("-smbios|type=2,uuid=" + Uuid, "")]
    [InlineData("-smbios|file=" + Uuid, "")]
    [InlineData("-smbios|type=1,uuid=11111111-1111-1111-1111-111111111111|-uuid|" + Uuid, Uuid)]
    [InlineData("-uuid|00000000-0000-0000-0000-000000000000", "")]
    [InlineData("-uuid|nonsense", "")]
    [InlineData("-uuid|" + Uuid + "x", "")]
    [InlineData("-uuid", "")]
    public void The_uuid_is_one_or_none(string arguments, string expected) => Assert.Equal(expected, Parse(arguments).Uuid);

    [Theory]
    [InlineData("-m|64", 1)]
    [InlineData("-smp|4", 4)]
    [InlineData("-smp|4,sockets=1,cores=4,maxcpus=4", 4)]
    [InlineData("-smp|2,maxcpus=8", 2)]
    [InlineData("-smp|cpus=6", 6)]
    [InlineData("-smp|maxcpus=8", 8)]
    [InlineData("-smp|sockets=2,cores=4,threads=2", 16)]
    [InlineData("-smp|2|-smp|4", 4)]
    [InlineData("-smp|99999999", 0)]
    [InlineData("-smp|sockets=99999999,cores=99999999,threads=99999999", 0)]
    [InlineData("-smp|-4", 1)]
    [InlineData("-smp|four", 1)]
    [InlineData("-smp", 1)]
    [InlineData("-readconfig|vm.cfg", 0)]
    [InlineData("-readconfig|vm.cfg|-smp|3", 3)]
    public void The_processors_are_counted(string arguments, int expected) => Assert.Equal(expected, Parse(arguments).Vcpus);

    [Theory]
    [InlineData("-name|web|-daemonize", true, "web")]
    [InlineData("--daemonize|-name|web", true, "web")]
    [InlineData("-daemonize|disk.img|-name|web", true, "web")]
    [InlineData("-name|-daemonize", false, "-daemonize")]
    [InlineData("-append|-daemonize|-name|web", false, "web")]
    [InlineData("-name|web", false, "web")]
    public void A_machine_in_the_background_is_told(string arguments, bool isDaemon, string name) =>
        Assert.Equal((isDaemon, name), (Parse(arguments).IsDaemon, Parse(arguments).Name));

    [Theory]
    [InlineData("-S|-machine|none,accel=kvm:tcg", true)]
    [InlineData("-M|none", true)]
    [InlineData("-machine|type=none", true)]
    [InlineData("-machine|pc-q35-7.2,accel=kvm", false)]
    [InlineData("-machine|accel=none", false)]
    public void A_program_that_is_only_asked_what_it_can_do_is_no_machine(string arguments, bool expected) =>
        Assert.Equal(expected, Parse(arguments).IsProbe);

    [Fact]
    public void Bytes_that_are_not_text_and_long_names_are_kept_apart_from_the_rest()
    {
        byte[] text = [.. "qemu\0-name\0guest=\u00e4"u8, 0xFF, .. ",debug-threads=on\0-smp\02"u8];
        Assert.Equal("\u00e4\uFFFD", QemuCommandLine.Parse(text).Name);
        Assert.Equal(2, QemuCommandLine.Parse(text).Vcpus);
        Assert.Equal(new string('n', 300), Parse("-name|guest=" + new string('n', 300)).Name);
        Assert.Equal(1024, Parse("-name|" + new string('n', 5000)).Name.Length);
    }

    [Fact]
    public void The_last_argument_needs_no_end() => Assert.Equal("web", QemuCommandLine.Parse("qemu\0-name\0web"u8).Name);

    [Fact]
    public void Nothing_at_all_is_nothing() => Assert.Equal(("", "", 1), (QemuCommandLine.Parse([]).Name, QemuCommandLine.Parse([]).Uuid, QemuCommandLine.Parse([]).Vcpus));

    [Fact]
    public void Any_name_survives_libvirts_escaping() => Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyString>(name =>
    {
        var plain = string.Concat(name.Get.Where(character => character is > ' ' and < '\u007f'));
        return Parse($"-name|guest={plain.Replace(",", ",,", StringComparison.Ordinal)},debug-threads=on", '|').Name == plain || plain.Contains('|', StringComparison.Ordinal);
    }));

    [Fact]
    public void No_bytes_make_it_fail() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        byte[] text = [.. "qemu\0-name\0"u8, .. bytes, .. "\0-smp\0"u8, .. bytes, .. "\0-smbios\0"u8, .. bytes];
        return QemuCommandLine.Parse(text).Vcpus >= 0 && QemuCommandLine.Parse(bytes).Name.Length <= 1024;
    }));

    private static QemuCommandLine Parse(string arguments, char separator = '|') =>
        QemuCommandLine.Parse(Encoding.UTF8.GetBytes("/usr/bin/qemu-system-x86_64\0" + arguments.Replace(separator, '\0') + "\0"));
}
