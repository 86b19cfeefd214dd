using Trainer.Core.Data;
using Trainer.Host.Configuration;

namespace Trainer.Host.Inputs;

/// <summary>
/// Opens whatever a path names: a CSV file, as text or compressed, several (<c>part-*.csv</c>), or a folder of class
/// folders with image files.
/// </summary>
internal static class Datasets
{
    /// <summary>Opens a data set as the settings say.</summary>
    /// <param name="path">A file, a pattern or a folder.</param>
    /// <param name="data">The shape of its images (files of a folder are resized to it) and how rows are read.</param>
    /// <param name="labels">The classes to use; null for its own.</param>
    public static IImageDataset Open(string path, DataSettings data, LabelBinarizer? labels = null) =>
        Directory.Exists(path)
            ? ImageFolderDataset.Open(path, data.GetShape(), labels, data.ResizeFilter, codec: data.CreateCodec())
            : CsvFiles.Open(CsvFiles.IsPattern(path) ? CsvFiles.Match(path) : [path], data.ToCsvOptions(labels));

    /// <summary>Opens the data set to train on, with its cache.</summary>
    public static IImageDataset OpenTraining(string path, TrainerSettings settings)
    {
        IImageDataset dataset = Open(path, settings.Data);
        return settings.Data.CacheMegabytes > 0 ? new CachedDataset(dataset, settings.Data.CacheMegabytes) : dataset;
    }
}
