using Trainer.Augment.Images;

namespace Trainer.Augment.Codecs;

/// <summary>Turns image files into pixels and pixels into files. Safe from any number of threads at once.</summary>
public interface IImageCodec
{
    /// <summary>The endings of the files that are looked for in folders, with the dot and in small letters.</summary>
    IReadOnlyList<string> FileExtensions { get; }

    /// <summary>Reads the size of an image without decoding it.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <returns>Its height and width, with three channels.</returns>
    /// <exception cref="InvalidDataException">The bytes are no image this codec can read.</exception>
    ImageShape ReadShape(ReadOnlySpan<byte> encoded);

    /// <summary>Decodes an image and resizes it to a shape.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="shape">The shape wanted; 1 channel is grey, 3 are RGB, 4 are RGBA.</param>
    /// <param name="destination">Takes height × width × channels bytes.</param>
    /// <param name="filter">How to resize.</param>
    /// <remarks>As in Keras, alpha is dropped, not blended, and a camera's orientation is ignored.</remarks>
    /// <exception cref="InvalidDataException">The bytes are no image this codec can read.</exception>
    /// <exception cref="ArgumentException">The destination is too short, or the channels are not 1, 3 or 4.</exception>
    void Decode(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> destination, ResizeFilter filter);

    /// <summary>Encodes pixels as a PNG file.</summary>
    /// <param name="pixels">Height × width × channels bytes; 1 channel is grey, 3 are RGB, 4 are RGBA.</param>
    /// <param name="shape">Their shape.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentException">There are too few pixels, or the channels are not 1, 3 or 4.</exception>
    byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape);
}
