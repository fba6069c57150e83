using System.Buffers.Binary;
using System.Numerics;

namespace Wattshare.VmShare;

/// <summary>
/// SHA-256 (FIPS 180-4) in managed code, for names and for small texts. The runtime's own needs OpenSSL, which a minimal host, a
/// guest's initial file system or a container without a distribution does not have, and ends the program there. Not for secrets. Any thread.
/// </summary>
public static class Sha256
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int Length = 32;

    private const int BlockLength = 64;

    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The hash of some bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns><see cref="Length"/> bytes.</returns>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        Span<uint> state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        var rest = data;
        for (; rest.Length >= BlockLength; rest = rest[BlockLength..]) Compress(state, rest[..BlockLength]);

        // The message ends in a bit of 1 and its length in bits, in one block more or in two.
        Span<byte> tail = stackalloc byte[BlockLength * 2];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var length = rest.Length < BlockLength - 8 ? BlockLength : BlockLength * 2;
        BinaryPrimitives.WriteInt64BigEndian(tail[(length - 8)..length], (long)data.Length * 8);
        for (var at = 0; at < length; at += BlockLength) Compress(state, tail.Slice(at, BlockLength));

        var hash = new byte[Length];
        for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        return hash;
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[BlockLength];
        Expand(block, words);
        Span<uint> v = stackalloc uint[8];
        state.CopyTo(v);
        for (var i = 0; i < BlockLength; i++) Round(v, unchecked(words[i] + Constants[i]));
        for (var i = 0; i < v.Length; i++) state[i] = unchecked(state[i] + v[i]);
    }

    private static void Expand(ReadOnlySpan<byte> block, Span<uint> words)
    {
        for (var i = 0; i < 16; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (var i = 16; i < words.Length; i++)
        {
            var (near, far) = (words[i - 2], words[i - 15]);
            var one = BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ (near >> 10);
            var zero = BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ (far >> 3);
            words[i] = unchecked(words[i - 16] + zero + words[i - 7] + one);
        }
    }

    private static void Round(Span<uint> v, uint input)
    {
        var (a, e) = (v[0], v[4]);
        var one = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
        var zero = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
        var first = unchecked(v[7] + one + ((e & v[5]) ^ (~e & v[6])) + input);
        var second = unchecked(zero + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2])));
        v[..7].CopyTo(v[1..]);
        v[4] = unchecked(v[4] + first);
        v[0] = unchecked(first + second);
    }
}
