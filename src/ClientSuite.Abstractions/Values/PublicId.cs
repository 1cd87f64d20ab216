using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ClientSuite.Values;

/// <summary>
/// Ids that may be shown: 26 lower-case characters of Crockford's base 32, 48 bits of milliseconds and 80 of randomness, the
/// layout of a ULID. Ordinal order is the order of creation. They say when a record was made and are no secret: a link
/// that gives access needs its own token.
/// </summary>
public static class PublicId
{
    /// <summary>Characters in every id.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);
    private static readonly Lock Gate = new();
    private static readonly byte[] Pool = new byte[4096];
    private static int poolUsed = Pool.Length;
    private static long lastMilliseconds = -1;
    private static UInt128 lastRandom;

    /// <summary>
    /// A new id. Within one millisecond of the same clock each is greater than the one before; when the clock is set back, so
    /// are the ids, which stay unique. Safe from any thread.
    /// </summary>
    public static string New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        UInt128 id;
        lock (Gate)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            // A random step, so that the next id cannot be told from this one; the top bit starts clear, so that no step carries into the time.
            lastRandom = now == lastMilliseconds
                ? lastRandom + 1 + (uint)Random64()
                : ((UInt128)(Random64() & 0x7FFF) << 64) | Random64();
            lastMilliseconds = now;
            id = ((UInt128)(ulong)now << 80) | lastRandom;
        }

        return string.Create(Length, id, static (characters, id) =>
        {
            for (var i = characters.Length - 1; i >= 0; i--)
            {
                characters[i] = Alphabet[(int)(ulong)id & 31];
                id >>= 5;
            }
        });
    }

    /// <summary>Whether the text could be an id of ours: length, alphabet, lower case. It may still name nothing.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && text[0] <= '7' && text.AsSpan().IndexOfAnyExcept(Characters) < 0;

    private static ulong Random64()
    {
        if (poolUsed == Pool.Length)
        {
            RandomNumberGenerator.Fill(Pool);
            poolUsed = 0;
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(Pool.AsSpan(poolUsed));
        poolUsed += sizeof(ulong);
        return value;
    }
}
