// The host, its engines and its guests are Linux; these tests run nowhere else.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
