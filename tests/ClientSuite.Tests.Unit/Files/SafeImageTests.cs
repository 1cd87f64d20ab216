using System.Text;
using ClientSuite.Files;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Files;

public sealed class SafeImageTests
{
    [Fact(DisplayName = "002-39 the three formats are read and written again; what is clean already stays as it is")]
    public void The_three_formats()
    {
        var png = SafeImage.Read(TestImages.Png());
        Assert.Equal(("image/png", 8, 8), (png?.ContentType, png?.Width, png?.Height));
        Assert.Equal(TestImages.Png(), png?.Bytes);
        var jpeg = SafeImage.Read(TestImages.Jpeg());
        Assert.Equal(("image/jpeg", 16, 8), (jpeg?.ContentType, jpeg?.Width, jpeg?.Height));
        var webp = SafeImage.Read(TestImages.WebP());
        Assert.Equal(("image/webp", 1, 1), (webp?.ContentType, webp?.Width, webp?.Height));
        Assert.Equal(TestImages.WebP(), webp?.Bytes);
        Assert.Equal(TestImages.WebPWithAlpha(), SafeImage.Read(TestImages.WebPWithAlpha())?.Bytes);
    }

    [Fact(DisplayName = "issue 3 §2: metadata, comments and what hangs behind the end of a photo are left out")]
    public void Metadata_is_left_out()
    {
        var secret = "GPS -19.9 -43.9"u8.ToArray();
        var png = TestImages.Png();
        byte[] told = [.. png[..33], .. TestImages.Chunk("tEXt", secret), .. TestImages.Chunk("eXIf", secret), .. png[33..], .. secret];
        Assert.Equal(png, SafeImage.Read(told)?.Bytes);

        var jpeg = TestImages.Jpeg();
        byte[] comment = [0xFF, 0xFE, 0, (byte)(2 + secret.Length), .. secret];
        var clean = SafeImage.Read([0xFF, 0xD8, .. comment, .. jpeg[2..], .. secret])?.Bytes;
        Assert.Equal(SafeImage.Read(jpeg)?.Bytes, clean);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(clean!), StringComparison.Ordinal); // compared above

        var webp = TestImages.WebP();
        byte[] part = [.. "EXIF"u8, (byte)secret.Length, 0, 0, 0, .. secret, 0];
        byte[] tagged = [.. webp, .. part];
        tagged[4] = (byte)(tagged.Length - 8);
        Assert.Equal(webp, SafeImage.Read(tagged)?.Bytes);
    }

    [Fact(DisplayName = "issue 3 §2: a photo that lies on its side still says so")]
    public void Orientation_is_kept()
    {
        byte[] exif = [0xFF, 0xE1, 0, 46, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. "Belo Horizon"u8];
        var turned = SafeImage.Read([0xFF, 0xD8, .. exif, .. TestImages.Jpeg()[2..]])?.Bytes;
        Assert.NotNull(turned);
        Assert.DoesNotContain("Belo", Encoding.Latin1.GetString(turned), StringComparison.Ordinal);
        Assert.Equal(6, turned[31]);
        Assert.Equal(turned, SafeImage.Read(turned)?.Bytes);
    }

    [Fact(DisplayName = "002-39 what does not follow its format to the end is refused")]
    public void Broken_images()
    {
        foreach (var whole in new[] { TestImages.Png(), TestImages.Jpeg(), TestImages.WebP(), TestImages.WebPWithAlpha() })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                Assert.Null(SafeImage.Read(whole.AsSpan(0, length)));
            }
        }

        var flipped = TestImages.Png();
        flipped[45] ^= 1; // its CRC does not fit any more
        Assert.Null(SafeImage.Read(flipped));
        Assert.Null(SafeImage.Read(TestImages.WebPThatMoves()));
        Assert.Null(SafeImage.Read("GIF89a\u0001\0\u0001\0"u8));
        Assert.Null(SafeImage.Read(TestImages.Png(width: 4097, height: 1)));
        // The header says more pixels than there are.
        var png = TestImages.Png();
        var head = png[16..29];
        head[7] = 200;
        Assert.Null(SafeImage.Read([.. png[..8], .. TestImages.Chunk("IHDR", head), .. png[33..]]));
    }

    [Fact]
    public void Random_bytes_behind_a_signature_never_throw()
    {
        var random = new Random(4711);
        foreach (var whole in new[] { TestImages.Png(), TestImages.Jpeg(), TestImages.WebP(), TestImages.WebPWithAlpha() })
        {
            for (var round = 0; round < 2000; round++)
            {
                var bytes = (byte[])whole.Clone();
                for (var change = random.Next(1, 6); change > 0; change--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                Assert.True(SafeImage.Read(bytes) is null or { Width: > 0, Height: > 0 });
            }
        }
    }
}
