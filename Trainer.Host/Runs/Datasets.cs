using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Host.Runs;

/// <summary>Opens whatever a path names: a CSV file, or a folder of class folders with image files.</summary>
internal static class Datasets
{
    /// <summary>Opens a data set.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="shape">The shape of its images; files of a folder are resized to it.</param>
    /// <param name="labels">The classes to use; null for its own.</param>
    public static IImageDataset Open(string path, ImageShape shape, LabelBinarizer? labels = null) => Directory.Exists(path)
        ? ImageFolderDataset.Open(path, shape, labels)
        : CsvImageDataset.Open(path, shape, labels);
}
