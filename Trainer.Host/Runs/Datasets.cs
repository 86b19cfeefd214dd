using Trainer.Core.Data;
using Trainer.Core.Sampling;
using Trainer.Host.Configuration;

namespace Trainer.Host.Runs;

/// <summary>Opens whatever a path names: a CSV file, several (<c>part-*.csv</c>), or a folder of class folders with image files.</summary>
internal static class Datasets
{
    /// <summary>Opens a data set as the settings say.</summary>
    /// <param name="path">A file, a pattern or a folder.</param>
    /// <param name="data">The shape of its images (files of a folder are resized to it) and how rows are read.</param>
    /// <param name="labels">The classes to use; null for its own.</param>
    public static IImageDataset Open(string path, DataSettings data, LabelBinarizer? labels = null) => Directory.Exists(path)
        ? ImageFolderDataset.Open(path, data.GetShape(), labels, data.ResizeFilter, codec: data.CreateCodec())
        : CsvFiles.Open(IsPattern(path) ? CsvFiles.Match(path) : [path], data.ToCsvOptions(labels));

    /// <summary>Opens the data set to train on, with its cache.</summary>
    /// <exception cref="SettingsException">The settings ask for an order in which the file cannot be read.</exception>
    public static IImageDataset OpenTraining(string path, TrainerSettings settings)
    {
        IImageDataset dataset = Open(path, settings.Data);
        if (dataset.SupportsRandomAccess)
        {
            return settings.Data.CacheMegabytes > 0 ? new CachedDataset(dataset, settings.Data.CacheMegabytes) : dataset;
        }

        List<string> problems = [];
        if (settings.Pipeline.Shuffle != Shuffle.None)
        {
            problems.Add($"Pipeline:Shuffle is {settings.Pipeline.Shuffle}; set it to None, or decompress the file to shuffle it.");
        }

        if (settings.Data.CacheMegabytes > 0)
        {
            problems.Add($"Data:CacheMegabytes is {settings.Data.CacheMegabytes}; set it to 0, or decompress the file to cache it.");
        }

        if (problems.Count == 0)
        {
            return dataset;
        }

        dataset.Dispose();
        throw new SettingsException($"{path} is compressed and can only be read from its beginning to its end. {string.Join(" ", problems)}");
    }

    /// <summary>Whether a path names several files.</summary>
    public static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');
}
