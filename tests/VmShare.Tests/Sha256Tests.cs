using System.Security.Cryptography;

namespace Wattshare.VmShare.Tests;

public sealed class Sha256Tests
{
    [Fact]
    public void Hashes_are_those_of_the_runtime_at_every_length_around_the_blocks()
    {
        var random = new Random(3);
        for (var length = 0; length <= 300; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            Assert.Equal(SHA256.HashData(data), Sha256.Hash(data));
        }
    }

    [Fact]
    public void The_known_answer_of_the_standard_is_given() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(Sha256.Hash("abc"u8)));
}
