// The share is Linux's powercap tree, published with Linux's system calls; its tests run nowhere else.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
