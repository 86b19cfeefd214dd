using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>
/// Labelled images, each known by its row number. The input pipeline opens readers, and calls <c>Decode</c> for what
/// they deliver.
/// </summary>
/// <remarks>May be used by any number of pipelines and threads at once.</remarks>
public interface IImageDataset : IDisposable
{
    /// <summary>What error messages call the data set: its path, as a rule.</summary>
    string Name { get; }

    /// <summary>The shape of every image.</summary>
    ImageShape Shape { get; }

    /// <summary>The classes, in the order of their indices.</summary>
    LabelBinarizer Labels { get; }

    /// <summary>How many rows there are.</summary>
    int Count { get; }

    /// <summary>
    /// Whether rows can be read in any order. If not, they come one after another from the first to the last, then from
    /// the first again, and shuffling and shards are refused.
    /// </summary>
    bool SupportsRandomAccess { get; }

    /// <summary>
    /// Which <c>Decode</c> the data set has. <see cref="PixelType.UInt8"/>, unless it says otherwise.
    /// </summary>
    PixelType PixelType => PixelType.UInt8;

    /// <summary>
    /// The names of the values that a sample carries beside its image. None, unless the data set says otherwise.
    /// </summary>
    IReadOnlyList<string> ExtraNames => [];

    /// <summary>
    /// Has the code compiled that <c>Decode</c> needs. Does nothing, unless the data set has code that takes long to
    /// compile.
    /// </summary>
    void WarmUp()
    {
    }

    /// <summary>Opens a reader with a place of its own.</summary>
    IRecordReader OpenReader();

    /// <summary>Turns one record into pixels: row-major H×W×C bytes, 0–255.</summary>
    /// <param name="record">What a reader delivered.</param>
    /// <param name="row">The record's row number, for error messages.</param>
    /// <param name="pixels">Receives <see cref="ImageShape.Length"/> values.</param>
    /// <exception cref="DatasetFormatException">The record is not an image of <see cref="Shape"/>.</exception>
    void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels);

    /// <summary>
    /// The pixels of a row that lie decoded in memory, so that they can be augmented where they are; none, unless the
    /// data set keeps some.
    /// </summary>
    /// <param name="row">The row number.</param>
    /// <returns>
    /// What <see cref="Decode(ReadOnlySpan{byte}, int, Span{byte})"/> gives, valid until the data set is disposed;
    /// empty if the row is to be decoded. Once it is there it stays.
    /// </returns>
    ReadOnlySpan<byte> FindPixels(int row) => [];

    /// <summary>
    /// As the other, for images of any numbers. Called if <see cref="PixelType"/> is <see cref="PixelType.Float32"/>.
    /// </summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, int, Span{byte})"/>
    void Decode(ReadOnlySpan<byte> record, int row, Span<float> pixels) =>
        throw new NotSupportedException($"{Name} has bytes for pixels, not floats.");

    /// <summary>Reads the values beside the image. Called if there are <see cref="ExtraNames"/>.</summary>
    /// <param name="record">What a reader delivered.</param>
    /// <param name="row">The record's row number, for error messages.</param>
    /// <param name="extras">Receives a value for each of <see cref="ExtraNames"/>.</param>
    /// <exception cref="DatasetFormatException">A value is not what it should be.</exception>
    void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras)
    {
    }
}
