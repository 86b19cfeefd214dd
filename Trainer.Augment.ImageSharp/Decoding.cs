using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;

namespace Trainer.Augment.ImageSharp;

/// <summary>
/// How ImageSharp works here: without threads of its own, in bounded memory, and on the first picture of a file alone.
/// </summary>
/// <remarks>
/// Texts and profiles in a file are not read: a PNG of half a megabyte can hold gigabytes of compressed text. The
/// configuration is made of modules, because a clone shares the default one's decoders, and setting them would change
/// what every other user of ImageSharp in the process reads.
/// </remarks>
internal static class Decoding
{
    private const int AllocationLimitMegabytes = 1024;

    /// <summary>The formats that are read, as error messages name them.</summary>
    public const string Formats = "PNG, JPEG, WebP, GIF, BMP, TIFF, TGA, PBM";

    /// <summary>
    /// The configuration of everything here. The caller decides how many images are worked on at once.
    /// </summary>
    public static Configuration Configuration { get; } = Create();

    private static Configuration Create()
    {
        var configuration = new Configuration(
            new PngConfigurationModule(),
            new JpegConfigurationModule(),
            new WebpConfigurationModule(),
            new GifConfigurationModule(),
            new BmpConfigurationModule(),
            new TiffConfigurationModule(),
            new TgaConfigurationModule(),
            new PbmConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = MemoryAllocator.Create(
                new MemoryAllocatorOptions { AllocationLimitMegabytes = AllocationLimitMegabytes }),
        };
        ImageFormatManager formats = configuration.ImageFormatsManager;
        formats.SetDecoder(PngFormat.Instance, new PngDecoder { IgnoreMetadata = true });
        formats.SetDecoder(JpegFormat.Instance, new JpegDecoder { IgnoreMetadata = true });
        formats.SetDecoder(WebpFormat.Instance, new WebpDecoder { IgnoreMetadata = true });
        formats.SetDecoder(
            GifFormat.Instance, new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First });
        formats.SetDecoder(
            TiffFormat.Instance, new TiffDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First });
        return configuration;
    }
}
