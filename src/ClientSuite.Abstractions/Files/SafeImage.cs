using System.Buffers.Binary;
using System.IO.Compression;

namespace ClientSuite.Files;

/// <summary>An image that was read strictly, part by part, and written again with nothing but what draws it: no metadata (place, device, thumbnail), no
/// comments, no profile, nothing hidden behind its end. What does not follow its format to the end is refused. Pixels are not decoded.</summary>
/// <param name="ContentType"><see cref="FileTypes.Png"/>, <see cref="FileTypes.Jpeg"/> or <see cref="FileTypes.WebP"/>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">The image.</param>
public sealed record SafeImage(string ContentType, int Width, int Height, byte[] Bytes)
{
    /// <summary>Longest side taken.</summary>
    public const int MaxSide = 4096;

    /// <summary>The image without what does not draw it; null where it is none of the three formats, broken, moving or too large.</summary>
    public static SafeImage? Read(ReadOnlySpan<byte> file)
    {
        try
        {
            var image = FileTypes.Detect(file[..Math.Min(file.Length, FileTypes.HeadBytes)]) switch
            {
                FileTypes.Png => Png(file),
                FileTypes.Jpeg => Jpeg(file),
                FileTypes.WebP => WebP(file),
                _ => null,
            };
            return image is { Width: > 0 and <= MaxSide, Height: > 0 and <= MaxSide } ? image : null;
        }
        catch (Exception broken) when (broken is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidDataException or OverflowException)
        {
            return null; // ends in the middle of a part
        }
    }

    // PNG, W3C third edition: length, type, data, CRC.
    private static SafeImage? Png(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        using var pixels = new MemoryStream();
        clean.Write(file[..8]);
        (int Width, int Height, long RawBytes) head = default;
        var hasPalette = false;
        for (var at = 8; ;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var size = checked((int)length);
            var chunk = file.Slice(at, 12 + size);
            var type = chunk.Slice(4, 4);
            var data = chunk.Slice(8, size);
            if (Crc(chunk.Slice(4, 4 + size)) != BinaryPrimitives.ReadUInt32BigEndian(chunk[(8 + size)..]) || (head.Width == 0) != type.SequenceEqual("IHDR"u8))
            {
                return null;
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                head = PngHead(data);
                if (head.Width is 0 or > MaxSide || head.Height is 0 or > MaxSide)
                {
                    return null;
                }

                clean.Write(chunk);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                pixels.Write(data);
                clean.Write(chunk);
            }
            else if (type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8) || type.SequenceEqual("gAMA"u8) || type.SequenceEqual("sRGB"u8) || type.SequenceEqual("cHRM"u8))
            {
                if (pixels.Length > 0)
                {
                    return null;
                }

                hasPalette |= type.SequenceEqual("PLTE"u8);
                clean.Write(chunk);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                clean.Write(chunk);
                return (file[25] != 3 || hasPalette) && Inflates(pixels, head.RawBytes) ? new SafeImage(FileTypes.Png, head.Width, head.Height, clean.ToArray()) : null;
            }
            else if ((type[0] & 0x20) == 0)
            {
                return null; // a critical part that nobody knows
            }

            at += 12 + size;
        }
    }

    /// <summary>CRC-32 as PNG's annex D has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    /// <summary>Size, and how many bytes its pixels are once inflated; a width of 0 for what is no header.</summary>
    private static (int Width, int Height, long RawBytes) PngHead(ReadOnlySpan<byte> data)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        var (depth, colour, interlace) = (data[8], data[9], data[12]);
        var samples = (colour, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
            (2, 8 or 16) => 3,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => 0,
        };
        if (data.Length != 13 || samples == 0 || data[10] != 0 || data[11] != 0 || interlace > 1 || width > MaxSide || height > MaxSide)
        {
            return default;
        }

        long Bytes(long w, long h) => w == 0 || h == 0 ? 0 : h * (1 + (((w * samples * depth) + 7) / 8));
        // Adam7: seven smaller images, one after the other.
        var raw = interlace == 0 ? Bytes(width, height)
            : Bytes((width + 7) / 8, (height + 7) / 8) + Bytes((width + 3) / 8, (height + 7) / 8) + Bytes((width + 3) / 4, (height + 3) / 8) + Bytes((width + 1) / 4, (height + 3) / 4)
            + Bytes((width + 1) / 2, (height + 1) / 4) + Bytes(width / 2, (height + 1) / 2) + Bytes(width, height / 2);
        return ((int)width, (int)height, raw);
    }

    /// <summary>True when the data inflate to exactly so many bytes; no more than one buffer of them is held.</summary>
    private static bool Inflates(MemoryStream data, long bytes)
    {
        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        var buffer = new byte[32 * 1024];
        for (int read; (read = inflated.Read(buffer)) > 0 && bytes >= 0;)
        {
            bytes -= read;
        }

        return bytes == 0;
    }

    // JPEG, ITU T.81 annex B: segments up to a scan, then coded data up to the next marker.
    private static SafeImage? Jpeg(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write([0xFF, 0xD8]);
        var (width, height, scans, turned) = (0, 0, 0, (byte)1);
        for (var at = 2; ;)
        {
            if (file[at] != 0xFF)
            {
                return null;
            }

            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill byte
                continue;
            }

            if (marker == 0xD9)
            {
                clean.Write([0xFF, 0xD9]);
                return scans > 0 ? new SafeImage(FileTypes.Jpeg, width, height, Turned(clean.ToArray(), turned)) : null;
            }

            var segment = file.Slice(at, 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
            if (segment.Length < 4)
            {
                return null;
            }

            at += segment.Length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2: // baseline, extended, progressive
                    if (width > 0 || segment[4] != 8 || segment[9] is not (1 or 3 or 4) || segment.Length != 10 + (3 * segment[9]))
                    {
                        return null;
                    }

                    (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[7..]));
                    clean.Write(segment);
                    break;
                case 0xC4 or 0xDB or 0xDD: // Huffman and quantisation tables, restart interval
                    clean.Write(segment);
                    break;
                case 0xEE when segment[4..].StartsWith("Adobe"u8) && segment.Length == 16: // says how colours are coded
                    clean.Write(segment);
                    break;
                case 0xE1 when segment[4..].StartsWith("Exif\0\0"u8):
                    turned = Orientation(segment[10..]);
                    break;
                case >= 0xE0 and <= 0xEF or 0xFE: // all other applications' data, comments
                    break;
                case 0xDA when width > 0:
                    clean.Write(segment);
                    var end = at;
                    while (file[end] != 0xFF || file[end + 1] is 0 or (>= 0xD0 and <= 0xD7))
                    {
                        end += file[end] == 0xFF ? 2 : 1;
                    }

                    clean.Write(file[at..end]);
                    at = end;
                    scans++;
                    break;
                default:
                    return null; // lossless, hierarchical, arithmetic: no browser draws them
            }
        }
    }

    /// <summary>Which way up, 1 to 8, of EXIF 2.32 tag 0x0112; 1 where it does not say.</summary>
    private static byte Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 10 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return 1;
        }

        var isLittle = tiff[0] == 'I';
        ushort Short(ReadOnlySpan<byte> at) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        var first = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > tiff.Length - 2)
        {
            return 1;
        }

        var entries = tiff[((int)first + 2)..];
        for (var left = Short(tiff[(int)first..]); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
        {
            if (Short(entries) == 0x0112)
            {
                return Short(entries[8..]) is >= 1 and <= 8 and var turned ? (byte)turned : (byte)1;
            }
        }

        return 1;
    }

    /// <summary>A photo of a telephone lies on its side and says so: that one fact is written again.</summary>
    private static byte[] Turned(byte[] clean, byte turned) => turned == 1 ? clean
        : [0xFF, 0xD8, 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0, .. clean[2..]];

    // WebP container, RFC 9649: RIFF, then parts of even length.
    private static SafeImage? WebP(ReadOnlySpan<byte> file)
    {
        var whole = file[..checked(8 + (int)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]))];
        using var clean = new MemoryStream(file.Length);
        clean.Write(whole[..12]);
        (int Width, int Height) canvas = default;
        (int Width, int Height) frame = default;
        for (var at = 12; at < whole.Length;)
        {
            var size = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(whole[(at + 4)..]));
            var part = whole.Slice(at, 8 + size + (size & 1));
            var type = part[..4];
            var data = part.Slice(8, size);
            at += part.Length;
            if (type.SequenceEqual("VP8X"u8) && canvas.Width == 0 && frame.Width == 0)
            {
                if ((data[0] & 0x02) != 0)
                {
                    return null; // it moves
                }

                canvas = (1 + (data[4] | (data[5] << 8) | (data[6] << 16)), 1 + (data[7] | (data[8] << 8) | (data[9] << 16)));
                var bare = part.ToArray();
                bare[8] &= 0x10; // of its flags only "has transparency"
                clean.Write(bare);
            }
            else if (type.SequenceEqual("ALPH"u8) && canvas.Width > 0 && frame.Width == 0)
            {
                clean.Write(part);
            }
            else if (type.SequenceEqual("VP8 "u8) && frame.Width == 0)
            {
                // RFC 6386, 9.1: a key frame, its start code, two times 14 bits.
                if ((data[0] & 1) != 0 || !data.Slice(3, 3).SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
                {
                    return null;
                }

                frame = (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
                clean.Write(part);
            }
            else if (type.SequenceEqual("VP8L"u8) && frame.Width == 0)
            {
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
                if (data[0] != 0x2F || bits >> 29 != 0)
                {
                    return null;
                }

                frame = (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
                clean.Write(part);
            }
            else if (!(type.SequenceEqual("ICCP"u8) || type.SequenceEqual("EXIF"u8) || type.SequenceEqual("XMP "u8)))
            {
                return null;
            }
        }

        if (frame.Width == 0 || (canvas.Width > 0 && canvas != frame))
        {
            return null;
        }

        var bytes = clean.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - 8));
        return new SafeImage(FileTypes.WebP, frame.Width, frame.Height, bytes);
    }
}
