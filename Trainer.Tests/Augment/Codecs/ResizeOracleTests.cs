using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Xunit;

namespace Trainer.Tests.Augment.Codecs;

/// <summary>Resized images are Pillow's: <c>Oracles/resize.py</c> has made those that are compared.</summary>
public sealed class ResizeOracleTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly OracleFile Oracle = JsonSerializer.Deserialize<OracleFile>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Augment", "Codecs", "Oracles", "resize.json")), Json)!;

    public static TheoryData<ResizeFilter, int, int, int> Cases =>
        new(Oracle.Cases.Select(oracle => (oracle.Filter, oracle.Height, oracle.Width, oracle.Channels)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_AnotherSize_IsPillowsImage(ResizeFilter filter, int height, int width, int channels)
    {
        byte[] expected = Oracle.Cases
            .Single(oracle => (oracle.Filter, oracle.Height, oracle.Width, oracle.Channels) == (filter, height, width, channels))
            .Pixels;
        byte[] png = new SkiaImageCodec().EncodePng(
            channels == 4 ? Oracle.Transparent : Oracle.Pixels, new ImageShape(Oracle.Height, Oracle.Width, channels));
        foreach (IImageCodec codec in new IImageCodec[] { new SkiaImageCodec(), new ImageSharpCodec() })
        {
            byte[] found = new byte[expected.Length];
            codec.Decode(png, new ImageShape(height, width, channels), found, filter);

            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Decode_Nearest_LeavesOutWhatTheOthersCount()
    {
        // Every second column is white: the nearest of each two are all of one kind.
        byte[] stripes = [.. Enumerable.Range(0, 8 * 8 * 3).Select(i => i / 3 % 2 == 0 ? (byte)255 : (byte)0)];
        byte[] png = new SkiaImageCodec().EncodePng(stripes, new ImageShape(8, 8, 3));

        Assert.Contains(Half(ResizeFilter.Nearest).Distinct().Single(), new byte[] { 0, 255 });
        Assert.Equal(128, Half(ResizeFilter.Area).Distinct().Single());

        byte[] Half(ResizeFilter filter)
        {
            byte[] half = new byte[4 * 4 * 3];
            new SkiaImageCodec().Decode(png, new ImageShape(4, 4, 3), half, filter);
            return half;
        }
    }

    private sealed record OracleFile(int Height, int Width, byte[] Pixels, byte[] Transparent, OracleCase[] Cases);

    private sealed record OracleCase(ResizeFilter Filter, int Height, int Width, int Channels, byte[] Pixels);
}
