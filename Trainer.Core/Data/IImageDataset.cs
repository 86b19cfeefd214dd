using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>
/// Labelled images that can be read by row number. The input pipeline calls <see cref="Read"/> in its reading stage and
/// <see cref="Decode"/> in its parsing stage.
/// </summary>
/// <remarks>
/// <see cref="Read"/> and <see cref="Decode"/> may be called from any number of threads at once; they keep no state
/// between calls but what the caller hands in.
/// </remarks>
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

    /// <summary>The class index of a row.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    int LabelOf(int row);

    /// <summary>Reads the encoded form of some rows, in the order asked for, into a buffer that it clears first.</summary>
    /// <param name="rows">Row numbers, each 0 to <see cref="Count"/> − 1.</param>
    /// <param name="records">Receives one record per row.</param>
    /// <exception cref="DatasetFormatException">The file is not what it was when it was indexed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    void Read(ReadOnlySpan<int> rows, RecordBuffer records);

    /// <summary>Turns one record into pixels: row-major H×W×C bytes, 0–255.</summary>
    /// <param name="record">What <see cref="Read"/> delivered.</param>
    /// <param name="row">The record's row number, for error messages.</param>
    /// <param name="pixels">Receives <see cref="ImageShape.Length"/> values.</param>
    /// <exception cref="DatasetFormatException">The record is not an image of <see cref="Shape"/>.</exception>
    void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels);
}
