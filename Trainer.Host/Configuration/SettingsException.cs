namespace Trainer.Host.Configuration;

/// <summary>Arguments or settings are not what they can be: exit code 2.</summary>
internal sealed class SettingsException(string message) : Exception(message);
