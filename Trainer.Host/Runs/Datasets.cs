using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Host.Runs;

/// <summary>Opens whatever a path names: a CSV file, several (<c>part-*.csv</c>), or a folder of class folders with image files.</summary>
internal static class Datasets
{
    /// <summary>Opens a data set.</summary>
    /// <param name="path">A file, a pattern or a folder.</param>
    /// <param name="shape">The shape of its images; files of a folder are resized to it.</param>
    /// <param name="labels">The classes to use; null for its own.</param>
    public static IImageDataset Open(string path, ImageShape shape, LabelBinarizer? labels = null) => Directory.Exists(path)
        ? ImageFolderDataset.Open(path, shape, labels)
        : CsvFiles.Open(IsPattern(path) ? CsvFiles.Match(path) : [path], shape, labels);

    /// <summary>Whether a path names several files.</summary>
    public static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');

    /// <summary>Reads one image after another; the pixels of each are valid until the next is asked for.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Class index and pixels (H×W×C) of each row.</returns>
    public static IEnumerable<(int Label, ReadOnlyMemory<byte> Pixels)> ReadImages(IImageDataset dataset, CancellationToken cancellation)
    {
        var records = new RecordBuffer();
        byte[] pixels = new byte[dataset.Shape.Length];
        IRecordReader reader = dataset.OpenReader();
        try
        {
            for (int row = 0; row < dataset.Count; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                records.Clear();
                reader.ReadAsync(new[] { row }, records, cancellation).AsTask().GetAwaiter().GetResult();
                dataset.Decode(records[0], row, pixels);
                yield return (records.LabelAt(0), pixels);
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
